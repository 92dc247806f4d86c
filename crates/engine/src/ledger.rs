//! How many bytes the buffers of an isolate hold.

use std::alloc::Layout;
use std::ffi::c_void;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Counts the memory of buffers that an isolate has made, with what it took over from vectors, without what native addons lend. Memory that has moved to
/// another isolate counts here until it is freed, as in Node.
#[derive(Debug, Default)]
pub struct Ledger(AtomicUsize);

impl Ledger {
    /// Lets an isolate take the memory of its buffers from an allocator that counts here.
    pub fn count_in(self: &Arc<Self>, params: v8::CreateParams) -> v8::CreateParams {
        // SAFETY: the allocator owns the reference that `drop_ledger` gives up.
        let allocator = unsafe { v8::new_rust_allocator(Arc::into_raw(self.clone()), &ALLOCATOR) };
        params.array_buffer_allocator(allocator)
    }

    /// Keeps the ledger where [`of`] finds it.
    pub fn keep(self: &Arc<Self>, isolate: &mut v8::Isolate) {
        isolate.set_slot(self.clone());
    }

    /// The bytes now.
    pub fn bytes(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }

    /// Memory for a buffer, counted, with whatever it held before; nothing when there is none, or no buffer can be as long. It is of the
    /// program's allocator, which has pages at hand: a mebibyte takes half the time. But that asks the system for pages only when they are
    /// used, and would give what there is not; so what is large is the C library's.
    pub(crate) fn uninitialized(self: &Arc<Self>, length: usize) -> Option<v8::UniqueRef<v8::BackingStore>> {
        let layout = Layout::array::<u8>(length).ok()?;
        if length == 0 || length > v8::TypedArray::MAX_BYTE_LENGTH {
            return None;
        }
        // SAFETY: the layout is not of zero bytes, and any size may be asked of the C library.
        let (data, free): (_, Deleter) = unsafe {
            if length < LARGE { (std::alloc::alloc(layout).cast(), free_owned) } else { (malloc(length), free_large) }
        };
        let data = counted(self, length, data);
        // SAFETY: the memory is `length` long and nobody else's, of the allocator that `free` gives it back to.
        (!data.is_null()).then(|| unsafe { self.owned(data, length, free) })
    }

    /// A buffer's memory that this ledger counts.
    ///
    /// # Safety
    /// `data` is `length` bytes that nobody else has, and `free` takes back both them and the ledger.
    unsafe fn owned(
        self: &Arc<Self>,
        data: *mut c_void,
        length: usize,
        free: Deleter,
    ) -> v8::UniqueRef<v8::BackingStore> {
        let owner = Arc::into_raw(self.clone()).cast_mut().cast();
        // SAFETY: as above.
        unsafe { v8::ArrayBuffer::new_backing_store_from_ptr(data, length, free, owner) }
    }

    fn add(&self, bytes: usize) {
        self.0.fetch_add(bytes, Ordering::Relaxed);
    }

    fn remove(&self, bytes: usize) {
        self.0.fetch_sub(bytes, Ordering::Relaxed);
    }
}

/// The ledger that the isolate was given.
pub fn of(isolate: &v8::Isolate) -> Option<&Arc<Ledger>> {
    isolate.get_slot::<Arc<Ledger>>()
}

/// The memory of a vector as that of a buffer, counted.
pub(crate) fn adopt(isolate: &v8::Isolate, bytes: Vec<u8>) -> v8::UniqueRef<v8::BackingStore> {
    let Some(ledger) = of(isolate).filter(|_| !bytes.is_empty()) else {
        return v8::ArrayBuffer::new_backing_store_from_vec(bytes);
    };
    let bytes = bytes.into_boxed_slice();
    let length = bytes.len();
    ledger.add(length);
    // SAFETY: the slice is `length` long, of the program's allocator and nobody else's.
    unsafe { ledger.owned(Box::into_raw(bytes).cast(), length, free_owned) }
}

/// Frees the memory of a buffer: its bytes, their number and whose they are.
type Deleter = unsafe extern "C" fn(*mut c_void, usize, *mut c_void);

/// From this length on memory is asked of the system.
const LARGE: usize = 64 << 20;

unsafe extern "C" fn free_large(data: *mut c_void, length: usize, owner: *mut c_void) {
    // SAFETY: both come from `owned`, and V8 gives them back once.
    let ledger = unsafe {
        c_free(data);
        Arc::from_raw(owner.cast_const().cast::<Ledger>())
    };
    ledger.remove(length);
}

unsafe extern "C" fn free_owned(data: *mut c_void, length: usize, owner: *mut c_void) {
    // SAFETY: both come from `owned`, and V8 gives them back once.
    let (bytes, ledger) = unsafe {
        let bytes = Box::from_raw(std::ptr::slice_from_raw_parts_mut(data.cast::<u8>(), length));
        (bytes, Arc::from_raw(owner.cast_const().cast::<Ledger>()))
    };
    ledger.remove(bytes.len());
}

static ALLOCATOR: v8::RustAllocatorVtable<Ledger> =
    v8::RustAllocatorVtable { allocate: allocate_zeroed, allocate_uninitialized, free, drop: drop_ledger };

// The C library's memory rather than that of the program's allocator: it goes back to the system sooner, which is what matters for large buffers, and
// what is new is known to be zero.
unsafe extern "C" {
    fn malloc(size: usize) -> *mut c_void;
    fn calloc(count: usize, size: usize) -> *mut c_void;
    #[link_name = "free"]
    fn c_free(data: *mut c_void);
}

unsafe extern "C" fn allocate_zeroed(ledger: &Ledger, length: usize) -> *mut c_void {
    // SAFETY: any size may be asked for.
    counted(ledger, length, unsafe { calloc(length, 1) })
}

unsafe extern "C" fn allocate_uninitialized(ledger: &Ledger, length: usize) -> *mut c_void {
    // SAFETY: any size may be asked for.
    counted(ledger, length, unsafe { malloc(length) })
}

/// The memory, which counts unless it could not be had.
fn counted(ledger: &Ledger, length: usize, data: *mut c_void) -> *mut c_void {
    if !data.is_null() {
        ledger.add(length);
    }
    data
}

unsafe extern "C" fn free(ledger: &Ledger, data: *mut c_void, length: usize) {
    if data.is_null() {
        return;
    }
    ledger.remove(length);
    // SAFETY: V8 gives back once what one of the functions above has allocated.
    unsafe { c_free(data) };
}

unsafe extern "C" fn drop_ledger(ledger: *const Ledger) {
    // SAFETY: the reference that `count_in` has given to the allocator.
    drop(unsafe { Arc::from_raw(ledger) });
}
