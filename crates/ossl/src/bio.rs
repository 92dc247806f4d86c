//! Memory BIOs: what OpenSSL reads keys from and prints to.

use std::marker::PhantomData;

use openssl_sys as ffi;

use crate::{Result, int, non_null};

/// A BIO that collects what is written.
pub struct Output(*mut ffi::BIO);

impl Output {
    /// An empty one.
    pub fn new() -> Result<Self> {
        ffi::init();
        // SAFETY: makes a new BIO that `Drop` frees.
        let bio = unsafe { ffi::BIO_new(ffi::BIO_s_mem()) };
        non_null(bio).map(Self)
    }

    pub(crate) fn as_ptr(&self) -> *mut ffi::BIO {
        self.0
    }

    /// What has been written so far.
    pub fn take(self) -> Vec<u8> {
        let mut data = std::ptr::null_mut();
        // SAFETY: the BIO is a memory one; its buffer lives until it is freed, and is copied before.
        unsafe {
            let length = ffi::BIO_get_mem_data(self.0, &mut data);
            match usize::try_from(length) {
                Ok(length) if length > 0 => std::slice::from_raw_parts(data.cast::<u8>(), length).to_vec(),
                _ => Vec::new(),
            }
        }
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        // SAFETY: made by `new`, freed once.
        unsafe { ffi::BIO_free_all(self.0) }
    }
}

/// A BIO over bytes.
pub(crate) struct Input<'a> {
    bio: *mut ffi::BIO,
    data: PhantomData<&'a [u8]>,
}

impl<'a> Input<'a> {
    pub(crate) fn new(data: &'a [u8]) -> Result<Self> {
        ffi::init();
        // SAFETY: the BIO reads `data`, which outlives it.
        let bio = unsafe { ffi::BIO_new_mem_buf(data.as_ptr().cast(), int(data.len())) };
        Ok(Self { bio: non_null(bio)?, data: PhantomData })
    }

    pub(crate) fn as_ptr(&self) -> *mut ffi::BIO {
        self.bio
    }
}

impl Drop for Input<'_> {
    fn drop(&mut self) {
        // SAFETY: made by `new`, freed once.
        unsafe { ffi::BIO_free_all(self.bio) }
    }
}
