//! DNS messages (RFC 1035): a question as bytes, an answer from bytes. No sockets, no clock; whatever the bytes are, reading ends, and in
//! time linear to their number.

mod name;
mod read;
mod record;

pub use name::BadName;
pub use read::Malformed;
pub use record::{Data, Record};

use read::Reader;

/// The kinds of records, by their numbers.
pub mod kind {
    /// IPv4 address.
    pub const A: u16 = 1;
    /// Name server.
    pub const NS: u16 = 2;
    /// Alias.
    pub const CNAME: u16 = 5;
    /// Start of authority.
    pub const SOA: u16 = 6;
    /// Name of an address.
    pub const PTR: u16 = 12;
    /// Mail server.
    pub const MX: u16 = 15;
    /// Text.
    pub const TXT: u16 = 16;
    /// IPv6 address.
    pub const AAAA: u16 = 28;
    /// Place of a service (RFC 2782).
    pub const SRV: u16 = 33;
    /// Name authority pointer (RFC 3403).
    pub const NAPTR: u16 = 35;
    /// Certificate association (RFC 6698).
    pub const TLSA: u16 = 52;
    /// Certification authority authorization (RFC 8659).
    pub const CAA: u16 = 257;
}

const CLASS_IN: u16 = 1;
const RECURSION_DESIRED: u16 = 0x0100;
const IS_RESPONSE: u16 = 0x8000;
const IS_TRUNCATED: u16 = 0x0200;
/// What was asked for; 0 is an ordinary query.
const OPERATION: u16 = 0x7800;
const RESPONSE_CODE: u16 = 0x000f;

/// A query for the records of one kind.
///
/// # Errors
/// For a name with empty or overlong labels, over 255 bytes, or with bytes that no host name has.
pub fn encode_query(id: u16, name: &str, kind: u16) -> Result<Vec<u8>, BadName> {
    let mut message = Vec::with_capacity(18 + name.len());
    for number in [id, RECURSION_DESIRED, 1, 0, 0, 0] {
        message.extend(number.to_be_bytes());
    }
    name::write(&mut message, name)?;
    message.extend(kind.to_be_bytes());
    message.extend(CLASS_IN.to_be_bytes());
    Ok(message)
}

/// What a name server says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// The number of the query it answers.
    pub id: u16,
    /// It did not fit: ask again over TCP.
    pub is_truncated: bool,
    /// 0 for success; 3 says that the name does not exist.
    pub code: u16,
    /// The name and kind it answers, as far as it repeats them.
    pub question: Option<(String, u16)>,
    /// The records of its answer section.
    pub answers: Vec<Record>,
}

/// Reads a response.
///
/// # Errors
/// For bytes that are no response: too short, with names that point forward or in circles, with lengths past the end.
pub fn decode_response(message: &[u8]) -> Result<Response, Malformed> {
    let mut reader = Reader::new(message);
    let id = reader.u16()?;
    let flags = reader.u16()?;
    let (questions, answers) = (reader.u16()?, reader.u16()?);
    reader.skip(4)?;
    if flags & IS_RESPONSE == 0 || flags & OPERATION != 0 {
        return Err(Malformed);
    }
    let mut response = Response {
        id,
        is_truncated: flags & IS_TRUNCATED != 0,
        code: flags & RESPONSE_CODE,
        question: None,
        answers: Vec::new(),
    };
    if response.is_truncated {
        return Ok(response);
    }
    for _ in 0..questions {
        response.question = Some((reader.name()?, reader.u16()?));
        reader.skip(2)?;
    }
    for _ in 0..answers {
        response.answers.push(record::read(&mut reader)?);
    }
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::Ipv4Addr;

    /// A response to `query` with one record that points to the question's name.
    fn answer(query: &[u8], kind: u16, data: &[u8]) -> Vec<u8> {
        let mut message = query.to_vec();
        message[2] |= 0x80;
        message[7] = 1;
        message.extend([0xc0, 12]);
        message.extend(kind.to_be_bytes());
        message.extend([0, 1, 0, 0, 0, 60]);
        message.extend((data.len() as u16).to_be_bytes());
        message.extend(data);
        message
    }

    #[test]
    fn an_address_is_read() {
        let query = encode_query(7, "example.org", kind::A).unwrap();
        let response = decode_response(&answer(&query, kind::A, &[1, 2, 3, 4])).unwrap();
        assert_eq!((response.id, response.code), (7, 0));
        assert_eq!(response.question, Some(("example.org".to_owned(), kind::A)));
        assert_eq!(response.answers[0].data, Data::A(Ipv4Addr::new(1, 2, 3, 4)));
        assert_eq!(response.answers[0].ttl, 60);
    }

    #[test]
    fn names_that_point_in_circles_are_malformed() {
        let query = encode_query(7, "a", kind::CNAME).unwrap();
        let itself = query.len() as u8 + 12;
        assert_eq!(decode_response(&answer(&query, kind::CNAME, &[0xc0, itself])), Err(Malformed));
        assert_eq!(decode_response(&answer(&query, kind::CNAME, &[1, b'x', 0xc0, itself])), Err(Malformed));
    }

    #[test]
    fn every_prefix_of_a_response_is_malformed() {
        let query = encode_query(7, "example.org", kind::MX).unwrap();
        let whole = answer(&query, kind::MX, &[0, 10, 1, b'm', 0xc0, 12]);
        assert!(decode_response(&whole).is_ok());
        for length in 0..whole.len() {
            assert_eq!(decode_response(&whole[..length]), Err(Malformed), "{length}");
        }
    }

    #[test]
    fn bad_names_are_refused() {
        for name in ["a..b", "a b", &"a".repeat(64), &"abc.".repeat(80), ".", "\u{fc}.de"] {
            assert!(encode_query(1, name, kind::A).is_err(), "{name}");
        }
        for name in ["", "a", "a.", "_x._tcp.example.org", "1.0.0.127.in-addr.arpa"] {
            assert!(encode_query(1, name, kind::A).is_ok(), "{name}");
        }
    }
}
