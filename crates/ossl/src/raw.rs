//! Functions of OpenSSL 3.5's headers that `openssl-sys` does not declare.

use libc::{c_char, c_int, c_long, c_uchar, c_ulong, c_void, size_t};
use openssl_sys::{
    ASN1_OBJECT, BIGNUM, BIO, BN_GENCB, EVP_CIPHER, EVP_CIPHER_CTX, EVP_KDF_CTX, EVP_MAC, EVP_MD, EVP_MD_CTX, EVP_PKEY,
    EVP_PKEY_CTX, OSSL_LIB_CTX, OSSL_PARAM, OSSL_PROVIDER, PKCS12, X509_NAME,
};

/// `NETSCAPE_SPKI`, opaque.
pub(crate) enum Spki {}

/// `OSSL_STORE_CTX`, `OSSL_STORE_INFO` and `UI_METHOD`, opaque.
pub(crate) enum StoreContext {}
pub(crate) enum StoreInfo {}
pub(crate) enum UiMethod {}

pub(crate) type AskPassphrase =
    unsafe extern "C" fn(buffer: *mut c_char, size: c_int, for_writing: c_int, data: *mut c_void) -> c_int;

pub(crate) type Allocate = unsafe extern "C" fn(size: size_t, file: *const c_char, line: c_int) -> *mut c_void;
pub(crate) type Reallocate =
    unsafe extern "C" fn(memory: *mut c_void, size: size_t, file: *const c_char, line: c_int) -> *mut c_void;
pub(crate) type Free = unsafe extern "C" fn(memory: *mut c_void, file: *const c_char, line: c_int);

/// `OPENSSL_INIT_SETTINGS`, opaque.
pub(crate) enum InitSettings {}

pub(crate) type NameSink = unsafe extern "C" fn(name: *const c_char, data: *mut c_void);

unsafe extern "C" {
    pub(crate) fn OPENSSL_init_crypto(options: u64, settings: *const InitSettings) -> c_int;
    pub(crate) fn OPENSSL_INIT_new() -> *mut InitSettings;
    pub(crate) fn OPENSSL_INIT_set_config_filename(settings: *mut InitSettings, name: *const c_char) -> c_int;
    pub(crate) fn OPENSSL_INIT_set_config_appname(settings: *mut InitSettings, name: *const c_char) -> c_int;
    pub(crate) fn OPENSSL_INIT_set_config_file_flags(settings: *mut InitSettings, flags: c_ulong);
    pub(crate) fn OPENSSL_INIT_free(settings: *mut InitSettings);
    pub(crate) fn OSSL_PROVIDER_available(lib: *mut OSSL_LIB_CTX, name: *const c_char) -> c_int;

    pub(crate) fn CRYPTO_set_mem_functions(
        allocate: Option<Allocate>,
        reallocate: Option<Reallocate>,
        free: Option<Free>,
    ) -> c_int;
    pub(crate) fn EVP_PKEY_get0_type_name(key: *const EVP_PKEY) -> *const c_char;
    pub(crate) fn EVP_PKEY_get_group_name(
        key: *const EVP_PKEY,
        name: *mut c_char,
        size: size_t,
        used: *mut size_t,
    ) -> c_int;
    pub(crate) fn EVP_PKEY_CTX_new_from_pkey(
        lib: *mut OSSL_LIB_CTX,
        key: *mut EVP_PKEY,
        properties: *const c_char,
    ) -> *mut EVP_PKEY_CTX;
    pub(crate) fn EVP_PKEY_dup(key: *mut EVP_PKEY) -> *mut EVP_PKEY;
    pub(crate) fn EVP_PKEY_pairwise_check(ctx: *mut EVP_PKEY_CTX) -> c_int;
    pub(crate) fn EVP_PKEY_public_check_quick(ctx: *mut EVP_PKEY_CTX) -> c_int;
    pub(crate) fn EVP_PKEY_private_check(ctx: *mut EVP_PKEY_CTX) -> c_int;
    pub(crate) fn EVP_PKEY_sign_init_ex(ctx: *mut EVP_PKEY_CTX, params: *const OSSL_PARAM) -> c_int;
    pub(crate) fn EVP_PKEY_verify_init_ex(ctx: *mut EVP_PKEY_CTX, params: *const OSSL_PARAM) -> c_int;
    pub(crate) fn EVP_PKEY_verify_recover_init_ex(ctx: *mut EVP_PKEY_CTX, params: *const OSSL_PARAM) -> c_int;
    pub(crate) fn EVP_PKEY_encrypt_init_ex(ctx: *mut EVP_PKEY_CTX, params: *const OSSL_PARAM) -> c_int;
    pub(crate) fn EVP_PKEY_decrypt_init_ex(ctx: *mut EVP_PKEY_CTX, params: *const OSSL_PARAM) -> c_int;
    pub(crate) fn EVP_PKEY_derive_init_ex(ctx: *mut EVP_PKEY_CTX, params: *const OSSL_PARAM) -> c_int;
    pub(crate) fn EVP_DigestSignInit_ex(
        ctx: *mut EVP_MD_CTX,
        pctx: *mut *mut EVP_PKEY_CTX,
        digest: *const c_char,
        lib: *mut OSSL_LIB_CTX,
        properties: *const c_char,
        key: *mut EVP_PKEY,
        params: *const OSSL_PARAM,
    ) -> c_int;
    pub(crate) fn EVP_DigestVerifyInit_ex(
        ctx: *mut EVP_MD_CTX,
        pctx: *mut *mut EVP_PKEY_CTX,
        digest: *const c_char,
        lib: *mut OSSL_LIB_CTX,
        properties: *const c_char,
        key: *mut EVP_PKEY,
        params: *const OSSL_PARAM,
    ) -> c_int;
    pub(crate) fn i2d_PublicKey(key: *const EVP_PKEY, out: *mut *mut c_uchar) -> c_int;
    pub(crate) fn d2i_PublicKey(
        kind: c_int,
        key: *mut *mut EVP_PKEY,
        data: *mut *const c_uchar,
        length: c_long,
    ) -> *mut EVP_PKEY;
    pub(crate) fn d2i_PrivateKey(
        kind: c_int,
        key: *mut *mut EVP_PKEY,
        data: *mut *const c_uchar,
        length: c_long,
    ) -> *mut EVP_PKEY;
    pub(crate) fn PEM_write_bio_PrivateKey_traditional(
        out: *mut BIO,
        key: *const EVP_PKEY,
        cipher: *const EVP_CIPHER,
        passphrase: *const c_uchar,
        length: c_int,
        callback: *mut c_void,
        data: *mut c_void,
    ) -> c_int;

    pub(crate) fn EVP_MD_get_flags(digest: *const EVP_MD) -> c_ulong;
    pub(crate) fn EVP_MD_do_all_provided(
        lib: *mut OSSL_LIB_CTX,
        each: unsafe extern "C" fn(*mut EVP_MD, *mut c_void),
        data: *mut c_void,
    );
    pub(crate) fn EVP_MD_names_do_all(digest: *const EVP_MD, each: NameSink, data: *mut c_void) -> c_int;
    pub(crate) fn EVP_MD_do_all_sorted(
        each: unsafe extern "C" fn(*const EVP_MD, *const c_char, *const c_char, *mut c_void),
        data: *mut c_void,
    );
    pub(crate) fn EVP_MD_get0_provider(digest: *const EVP_MD) -> *const OSSL_PROVIDER;
    pub(crate) fn EVP_MD_get0_name(digest: *const EVP_MD) -> *const c_char;

    pub(crate) fn EVP_CIPHER_do_all_provided(
        lib: *mut OSSL_LIB_CTX,
        each: unsafe extern "C" fn(*mut EVP_CIPHER, *mut c_void),
        data: *mut c_void,
    );
    pub(crate) fn EVP_CIPHER_names_do_all(cipher: *const EVP_CIPHER, each: NameSink, data: *mut c_void) -> c_int;
    pub(crate) fn EVP_CIPHER_do_all_sorted(
        each: unsafe extern "C" fn(*const EVP_CIPHER, *const c_char, *const c_char, *mut c_void),
        data: *mut c_void,
    );
    pub(crate) fn EVP_CIPHER_get0_provider(cipher: *const EVP_CIPHER) -> *const OSSL_PROVIDER;
    pub(crate) fn EVP_CIPHER_get0_name(cipher: *const EVP_CIPHER) -> *const c_char;
    pub(crate) fn EVP_CipherInit_ex2(
        ctx: *mut EVP_CIPHER_CTX,
        cipher: *const EVP_CIPHER,
        key: *const c_uchar,
        iv: *const c_uchar,
        direction: c_int,
        params: *const OSSL_PARAM,
    ) -> c_int;
    pub(crate) fn EVP_CipherFinal_ex(ctx: *mut EVP_CIPHER_CTX, out: *mut c_uchar, length: *mut c_int) -> c_int;

    pub(crate) fn EVP_MAC_do_all_provided(
        lib: *mut OSSL_LIB_CTX,
        each: unsafe extern "C" fn(*mut EVP_MAC, *mut c_void),
        data: *mut c_void,
    );
    pub(crate) fn EVP_MAC_names_do_all(mac: *const EVP_MAC, each: NameSink, data: *mut c_void) -> c_int;

    pub(crate) fn EVP_KDF_CTX_set_params(ctx: *mut EVP_KDF_CTX, params: *const OSSL_PARAM) -> c_int;

    pub(crate) fn EC_get_builtin_curves(curves: *mut BuiltinCurve, count: size_t) -> size_t;

    pub(crate) fn BN_generate_prime_ex2(
        out: *mut BIGNUM,
        bits: c_int,
        safe: c_int,
        add: *const BIGNUM,
        rem: *const BIGNUM,
        progress: *mut BN_GENCB,
        ctx: *mut openssl_sys::BN_CTX,
    ) -> c_int;
    pub(crate) fn BN_check_prime(
        number: *const BIGNUM,
        ctx: *mut openssl_sys::BN_CTX,
        progress: *mut BN_GENCB,
    ) -> c_int;

    pub(crate) fn DH_check_pub_key(dh: *const openssl_sys::DH, key: *const BIGNUM, codes: *mut c_int) -> c_int;

    pub(crate) fn X509_NAME_print_ex(out: *mut BIO, name: *const X509_NAME, indent: c_int, flags: c_ulong) -> c_int;
    pub(crate) fn X509_check_ca(certificate: *mut openssl_sys::X509) -> c_int;
    pub(crate) fn X509_check_private_key(certificate: *const openssl_sys::X509, key: *const EVP_PKEY) -> c_int;
    pub(crate) fn i2a_ASN1_OBJECT(out: *mut BIO, object: *const ASN1_OBJECT) -> c_int;

    pub(crate) fn OSSL_STORE_open(
        uri: *const c_char,
        method: *const UiMethod,
        method_data: *mut c_void,
        process: Option<unsafe extern "C" fn(*mut StoreInfo, *mut c_void) -> *mut StoreInfo>,
        process_data: *mut c_void,
    ) -> *mut StoreContext;
    pub(crate) fn OSSL_STORE_expect(store: *mut StoreContext, kind: c_int) -> c_int;
    pub(crate) fn OSSL_STORE_load(store: *mut StoreContext) -> *mut StoreInfo;
    pub(crate) fn OSSL_STORE_eof(store: *mut StoreContext) -> c_int;
    pub(crate) fn OSSL_STORE_error(store: *mut StoreContext) -> c_int;
    pub(crate) fn OSSL_STORE_close(store: *mut StoreContext) -> c_int;
    pub(crate) fn OSSL_STORE_INFO_get1_PKEY(info: *const StoreInfo) -> *mut EVP_PKEY;
    pub(crate) fn OSSL_STORE_INFO_free(info: *mut StoreInfo);
    pub(crate) fn UI_UTIL_wrap_read_pem_callback(ask: Option<AskPassphrase>, for_writing: c_int) -> *mut UiMethod;
    pub(crate) fn UI_destroy_method(method: *mut UiMethod);

    pub(crate) fn d2i_PKCS12_bio(input: *mut BIO, file: *mut *mut PKCS12) -> *mut PKCS12;

    pub(crate) fn NETSCAPE_SPKI_b64_decode(text: *const c_char, length: c_int) -> *mut Spki;
    pub(crate) fn NETSCAPE_SPKI_free(spki: *mut Spki);
    pub(crate) fn NETSCAPE_SPKI_get_pubkey(spki: *mut Spki) -> *mut EVP_PKEY;
    pub(crate) fn NETSCAPE_SPKI_verify(spki: *mut Spki, key: *mut EVP_PKEY) -> c_int;

    pub(crate) fn CRYPTO_secure_malloc_init(size: size_t, minimum: size_t) -> c_int;
    pub(crate) fn CRYPTO_secure_malloc_initialized() -> c_int;
    pub(crate) fn CRYPTO_secure_used() -> size_t;
}

/// `EC_builtin_curve`.
#[repr(C)]
#[derive(Clone, Copy)]
pub(crate) struct BuiltinCurve {
    pub(crate) nid: c_int,
    pub(crate) comment: *const c_char,
}
