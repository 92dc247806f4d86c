//! The protocol, as `/json/protocol` describes it.

/// V8's domains: JSON, a list.
const OF_V8: &str = include_str!("../../../third_party/v8-protocol/domains.json");

/// Those that are answered here and in `runtime::inspector`.
const OWN: &str = include_str!("../protocol.json");

/// JSON text.
pub(crate) fn description() -> String {
    let (of_v8, own) = (members(OF_V8), members(OWN));
    format!(r#"{{"version":{{"major":"1","minor":"0"}},"domains":[{of_v8},{own}]}}"#)
}

/// What stands between the brackets of a list.
fn members(list: &str) -> &str {
    list.trim().trim_start_matches('[').trim_end_matches(']')
}

#[cfg(test)]
mod tests {
    #[test]
    fn is_one_object_with_all_domains() {
        let protocol: serde_json::Value = serde_json::from_str(&super::description()).unwrap();
        let domains = protocol["domains"].as_array().unwrap();
        let names: Vec<&str> = domains.iter().filter_map(|domain| domain["domain"].as_str()).collect();
        assert_eq!((names.len(), names[0], names[13]), (14, "Console", "Storage"));
    }
}
