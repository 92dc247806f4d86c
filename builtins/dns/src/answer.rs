//! Records as JavaScript takes them.

use dns_message::{Data, Record};
use runtime::{JsError, ToV8, v8};

/// A record: `[kind, ttl, …]`, where the rest are the fields of its kind in the order of the specification.
pub(crate) struct Answer(pub(crate) Record);

impl<'s> ToV8<'s> for Answer {
    fn to_v8(self, scope: &mut v8::PinScope<'s, '_>) -> Result<v8::Local<'s, v8::Value>, JsError> {
        let mut fields = vec![self.0.kind.to_v8(scope)?, self.0.ttl.to_v8(scope)?];
        push_fields(scope, self.0.data, &mut fields)?;
        Ok(v8::Array::new_with_elements(scope, &fields).into())
    }
}

fn push_fields<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    data: Data,
    fields: &mut Vec<v8::Local<'s, v8::Value>>,
) -> Result<(), JsError> {
    match data {
        Data::A(address) => fields.push(address.to_string().to_v8(scope)?),
        Data::Aaaa(address) => fields.push(address.to_string().to_v8(scope)?),
        Data::Name(name) => fields.push(name.to_v8(scope)?),
        Data::Mx { preference, exchange } => {
            fields.extend([preference.to_v8(scope)?, exchange.to_v8(scope)?]);
        }
        Data::Txt(texts) => {
            let texts: Vec<String> = texts.iter().map(|text| latin1(text)).collect();
            fields.push(texts.to_v8(scope)?);
        }
        Data::Soa { mname, rname, numbers } => {
            fields.extend([mname.to_v8(scope)?, rname.to_v8(scope)?]);
            for number in numbers {
                fields.push(number.to_v8(scope)?);
            }
        }
        Data::Srv { priority, weight, port, target } => {
            fields.extend([priority.to_v8(scope)?, weight.to_v8(scope)?, port.to_v8(scope)?, target.to_v8(scope)?]);
        }
        Data::Naptr { order, preference, flags, service, regexp, replacement } => {
            fields.extend([order.to_v8(scope)?, preference.to_v8(scope)?]);
            for text in [flags, service, regexp] {
                fields.push(latin1(&text).to_v8(scope)?);
            }
            fields.push(replacement.to_v8(scope)?);
        }
        Data::Caa { critical, tag, value } => {
            fields.extend([critical.to_v8(scope)?, latin1(&tag).to_v8(scope)?, latin1(&value).to_v8(scope)?]);
        }
        Data::Tlsa { usage, selector, matching, data } => {
            fields.extend([usage.to_v8(scope)?, selector.to_v8(scope)?, matching.to_v8(scope)?, data.to_v8(scope)?]);
        }
        Data::Other => {}
    }
    Ok(())
}

/// Texts of records have no encoding; every byte is a character.
fn latin1(bytes: &[u8]) -> String {
    bytes.iter().copied().map(char::from).collect()
}
