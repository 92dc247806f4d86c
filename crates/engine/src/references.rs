//! The native entry points that snapshots refer to by their place in a list.

/// Tells lists of different builds apart, whose snapshots do not fit each other: how far each entry lies from the first.
pub fn fingerprint(references: &[v8::ExternalReference]) -> u64 {
    let addresses = references.iter().map(address);
    let first = references.first().map_or(0, address);
    addresses.fold(references.len() as u64, |hash, address| mix(hash, address.wrapping_sub(first) as u64))
}

fn address(reference: &v8::ExternalReference) -> usize {
    // SAFETY: every variant of the union is one pointer.
    unsafe { reference.pointer as usize }
}

/// One step of a hash that tells accidents, not attacks.
pub fn mix(hash: u64, word: u64) -> u64 {
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    (hash ^ word).wrapping_mul(FACTOR).rotate_left(29)
}
