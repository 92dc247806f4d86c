//! Resource records.

use std::net::{Ipv4Addr, Ipv6Addr};

use crate::kind;
use crate::read::{Malformed, Reader};

/// One record of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Its kind, see [`kind`].
    pub kind: u16,
    /// How many seconds it may be kept.
    pub ttl: u32,
    /// What it says.
    pub data: Data,
}

/// What a record says.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields have the names of the specifications in `kind`")]
pub enum Data {
    A(Ipv4Addr),
    Aaaa(Ipv6Addr),
    /// CNAME, NS, PTR.
    Name(String),
    Mx {
        preference: u16,
        exchange: String,
    },
    Txt(Vec<Vec<u8>>),
    Soa {
        mname: String,
        rname: String,
        numbers: [u32; 5],
    },
    Srv {
        priority: u16,
        weight: u16,
        port: u16,
        target: String,
    },
    Naptr {
        order: u16,
        preference: u16,
        flags: Vec<u8>,
        service: Vec<u8>,
        regexp: Vec<u8>,
        replacement: String,
    },
    Caa {
        critical: u8,
        tag: Vec<u8>,
        value: Vec<u8>,
    },
    Tlsa {
        usage: u8,
        selector: u8,
        matching: u8,
        data: Vec<u8>,
    },
    /// A kind that is not read.
    Other,
}

/// Reads a record and leaves the reader behind it.
pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Record, Malformed> {
    reader.name()?;
    let kind = reader.u16()?;
    reader.skip(2)?;
    let ttl = reader.u32()?;
    let length = usize::from(reader.u16()?);
    let end = reader.position() + length;
    let mut inner = reader.clone();
    reader.skip(length)?;
    let data = read_data(&mut inner, kind, end)?;
    let is_address = matches!(data, Data::A(_) | Data::Aaaa(_));
    if inner.position() > end || (is_address && inner.position() < end) {
        return Err(Malformed);
    }
    Ok(Record { kind, ttl, data })
}

fn read_data(reader: &mut Reader<'_>, kind: u16, end: usize) -> Result<Data, Malformed> {
    Ok(match kind {
        kind::A => Data::A(Ipv4Addr::from(reader.array::<4>()?)),
        kind::AAAA => Data::Aaaa(Ipv6Addr::from(reader.array::<16>()?)),
        kind::CNAME | kind::NS | kind::PTR => Data::Name(reader.name()?),
        kind::MX => Data::Mx { preference: reader.u16()?, exchange: reader.name()? },
        kind::TXT => Data::Txt(read_texts(reader, end)?),
        kind::SOA => Data::Soa { mname: reader.name()?, rname: reader.name()?, numbers: read_numbers(reader)? },
        kind::SRV => {
            Data::Srv { priority: reader.u16()?, weight: reader.u16()?, port: reader.u16()?, target: reader.name()? }
        }
        kind::NAPTR => Data::Naptr {
            order: reader.u16()?,
            preference: reader.u16()?,
            flags: reader.counted()?.to_vec(),
            service: reader.counted()?.to_vec(),
            regexp: reader.counted()?.to_vec(),
            replacement: reader.name()?,
        },
        kind::CAA => {
            Data::Caa { critical: reader.u8()?, tag: reader.counted()?.to_vec(), value: read_rest(reader, end)? }
        }
        kind::TLSA => Data::Tlsa {
            usage: reader.u8()?,
            selector: reader.u8()?,
            matching: reader.u8()?,
            data: read_rest(reader, end)?,
        },
        _ => Data::Other,
    })
}

fn read_texts(reader: &mut Reader<'_>, end: usize) -> Result<Vec<Vec<u8>>, Malformed> {
    let mut texts = Vec::new();
    while reader.position() < end {
        texts.push(reader.counted()?.to_vec());
    }
    Ok(texts)
}

fn read_numbers(reader: &mut Reader<'_>) -> Result<[u32; 5], Malformed> {
    Ok([reader.u32()?, reader.u32()?, reader.u32()?, reader.u32()?, reader.u32()?])
}

fn read_rest(reader: &mut Reader<'_>, end: usize) -> Result<Vec<u8>, Malformed> {
    let count = end.checked_sub(reader.position()).ok_or(Malformed)?;
    reader.bytes(count).map(<[u8]>::to_vec)
}
