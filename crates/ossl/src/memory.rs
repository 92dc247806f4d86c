//! Where OpenSSL's memory comes from. Every digest and cipher is some allocations of several hundred bytes, which the system's allocator
//! takes from and gives back to large blocks: a quarter of the time of sealing a short text.

use libc::{c_char, c_int, c_void, size_t};

use crate::raw;

/// Lets OpenSSL allocate from mimalloc, as the rest of the program does. Must come before OpenSSL's first allocation; later it changes
/// nothing.
pub fn use_mimalloc() {
    // SAFETY: the three belong together, and keep the contracts of malloc, realloc and free.
    unsafe { raw::CRYPTO_set_mem_functions(Some(allocate), Some(reallocate), Some(free)) };
}

unsafe extern "C" fn allocate(size: size_t, _file: *const c_char, _line: c_int) -> *mut c_void {
    // SAFETY: any size may be asked for.
    unsafe { libmimalloc_sys::mi_malloc(size) }
}

unsafe extern "C" fn reallocate(memory: *mut c_void, size: size_t, _file: *const c_char, _line: c_int) -> *mut c_void {
    // SAFETY: OpenSSL passes what it was given.
    unsafe { libmimalloc_sys::mi_realloc(memory, size) }
}

unsafe extern "C" fn free(memory: *mut c_void, _file: *const c_char, _line: c_int) {
    // SAFETY: as above.
    unsafe { libmimalloc_sys::mi_free(memory) }
}

#[cfg(test)]
mod tests {
    #[test]
    fn openssl_works_on_memory_of_mimalloc() {
        super::use_mimalloc();
        let digest = crate::Digest::named("sha256").expect("known to OpenSSL");
        assert_eq!(crate::digest::hash(&digest, b"abc", 32).expect("hashes")[..2], [0xba, 0x78]);
    }
}
