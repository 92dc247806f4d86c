//! Files and directories: one blocking function an operation, called inline or on the pool.
