use std::io::IoSlice;
use std::mem::MaybeUninit;
use std::net::{Ipv4Addr, SocketAddr};

use super::*;

fn read_all(fd: i32) -> Vec<u8> {
    let mut buffer = [MaybeUninit::uninit(); 64];
    let count = loop {
        if let Some(count) = read(fd, &mut buffer).unwrap() {
            break count;
        }
        std::thread::yield_now();
    };
    // SAFETY: `read` has filled this many bytes.
    buffer[..count].iter().map(|byte| unsafe { byte.assume_init() }).collect()
}

fn loopback() -> Address {
    Address::Ip(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))
}

fn listener() -> (Socket, Address) {
    let server = Socket::new(Domain::V4).unwrap();
    server.bind(&loopback(), BindOptions::default()).unwrap();
    server.listen(8).unwrap();
    let address = server.local_address().unwrap();
    (server, address)
}

fn accept(server: &Socket) -> Socket {
    loop {
        if let Some(socket) = server.accept().unwrap() {
            return socket;
        }
        std::thread::yield_now();
    }
}

#[test]
fn bytes_travel_over_tcp() {
    let (server, address) = listener();
    let client = Socket::new(Domain::of(&address)).unwrap();
    client.connect(&address).unwrap();
    let peer = accept(&server);
    client.take_error("connect").unwrap();
    assert_eq!(client.local_address().unwrap(), peer.peer_address().unwrap());
    assert_eq!(write_vectored(client.fd(), &[IoSlice::new(b"a"), IoSlice::new(b"bc")]), Ok(Some(3)));
    assert_eq!(read_all(peer.fd()), b"abc");
    client.shutdown(Shutdown::Write).unwrap();
    assert_eq!(read_all(peer.fd()), b"");
}

#[test]
fn nobody_listening_is_refused() {
    let (server, address) = listener();
    drop(server);
    let client = Socket::new(Domain::V4).unwrap();
    let errno = match client.connect(&address) {
        Err(error) => error.errno,
        Ok(_) => client.take_error("connect").unwrap_err().errno,
    };
    assert_eq!(errno, libc::ECONNREFUSED);
}

#[test]
fn a_taken_address_is_in_use() {
    let (_server, address) = listener();
    let second = Socket::new(Domain::V4).unwrap();
    let bound = second.bind(&address, BindOptions::default()).and_then(|()| second.listen(1));
    assert_eq!(bound.map_err(|error| error.errno), Err(libc::EADDRINUSE));
}

#[test]
fn abstract_unix_names_round_trip() {
    let name = format!("\0anode-sys-{}", std::process::id()).into_bytes();
    let server = Socket::new(Domain::Unix).unwrap();
    server.bind(&Address::Unix(name.clone()), BindOptions::default()).unwrap();
    server.listen(1).unwrap();
    assert_eq!(server.local_address(), Ok(Address::Unix(name.clone())));
    let client = Socket::new(Domain::Unix).unwrap();
    assert_eq!(client.connect(&Address::Unix(name)), Ok(Connect::Done));
    assert_eq!(client.local_address(), Ok(Address::Unix(Vec::new())));
}

#[test]
fn paths_that_are_too_long_are_invalid() {
    let socket = Socket::new(Domain::Unix).unwrap();
    let bound = socket.bind(&Address::Unix(vec![b'a'; 200]), BindOptions::default());
    assert_eq!(bound.map_err(|error| error.errno), Err(libc::EINVAL));
}

#[test]
fn a_path_has_no_nul() {
    let socket = Socket::new(Domain::Unix).unwrap();
    let path = Address::Unix(b"/tmp/anode-sys\0b".to_vec());
    assert_eq!(socket.bind(&path, BindOptions::default()).map_err(|error| error.errno), Err(libc::EINVAL));
    assert_eq!(socket.connect(&path).map_err(|error| error.errno), Err(libc::EINVAL));
}

#[test]
fn addresses_are_parsed_with_their_zones() {
    assert_eq!(parse_ip("127.0.0.1", 80), Some(SocketAddr::from((Ipv4Addr::LOCALHOST, 80))));
    let Some(SocketAddr::V6(address)) = parse_ip("fe80::1%7", 1) else { panic!("an IPv6 address") };
    assert_eq!(address.scope_id(), 7);
    for text in ["", "localhost", "127.1", "1.2.3.4%1", "::1%no-such-interface"] {
        assert_eq!(parse_ip(text, 0), None, "{text}");
    }
}

#[test]
fn nothing_to_read_is_not_the_end() {
    let (near, far) = Socket::pair().unwrap();
    let mut buffer = [MaybeUninit::uninit(); 1];
    assert_eq!(read(far.fd(), &mut buffer), Ok(None));
    drop(near);
    assert_eq!(read(far.fd(), &mut buffer), Ok(Some(0)));
}
