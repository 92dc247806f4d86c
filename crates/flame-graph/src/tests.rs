use super::svg;

/// Boxes of an image: label, left edge, width, top edge.
fn boxes(image: &str) -> Vec<(String, f64, f64, f64)> {
    let between = |text: &str, start: &str, end: &str| {
        let rest = text.split_once(start).map_or("", |(_, rest)| rest);
        rest.split(end).next().unwrap_or_default().to_owned()
    };
    let number = |text: &str, name: &str| between(text, &format!(" {name}=\""), "\"").parse().unwrap();
    let lines = image.lines().filter(|line| line.starts_with("<g class=\"frame\">"));
    lines
        .map(|line| {
            let rect = between(line, "<rect", "/>");
            let label = between(line, "<title>", " (");
            (label, number(&rect, "x"), number(&rect, "width"), number(&rect, "y"))
        })
        .collect()
}

fn node(id: u32, name: &str, url: &str, children: &[u32]) -> String {
    let name = serde_json::to_string(name).unwrap();
    format!(
        r#"{{"id":{id},"callFrame":{{"functionName":{name},"url":"{url}","lineNumber":4}},"children":{children:?}}}"#
    )
}

/// A profile of these nodes; each sample lasts as long as is said.
fn profile(nodes: &[String], samples: &[(u32, u32)]) -> String {
    let ids: Vec<u32> = samples.iter().map(|(id, _)| *id).chain([1]).collect();
    let deltas: Vec<u32> = [0].into_iter().chain(samples.iter().map(|(_, time)| *time)).collect();
    format!(r#"{{"nodes":[{}],"samples":{ids:?},"timeDeltas":{deltas:?}}}"#, nodes.join(","))
}

#[test]
fn boxes_are_as_wide_as_their_time_and_lie_on_their_callers() {
    let nodes = [
        node(1, "(root)", "", &[2]),
        node(2, "outer", "file:///a.js", &[3, 4]),
        node(3, "b", "", &[]),
        node(4, "a", "", &[]),
    ];
    let image = svg(&profile(&nodes, &[(2, 1000), (3, 1000), (4, 2000)])).unwrap();
    let [all, outer, a, b] = &boxes(&image)[..] else { panic!("{image}") };
    assert_eq!((all.0.as_str(), all.1, all.2), ("all", 0.0, 1200.0));
    assert_eq!((outer.0.as_str(), outer.1, outer.2), ("outer /a.js:5", 0.0, 1200.0));
    assert_eq!((a.0.as_str(), a.1, a.2), ("a", 0.0, 600.0));
    assert_eq!((b.0.as_str(), b.1, b.2), ("b", 600.0, 300.0));
    assert!(all.3 > outer.3 && outer.3 > a.3 && (a.3 - b.3).abs() < f64::EPSILON);
    assert!(image.contains("4.0 ms sampled") && image.contains("<title>a (2.0 ms, 50.0%)</title>"));
}

#[test]
fn the_same_callee_is_one_box_and_idle_time_none() {
    let nodes =
        [node(1, "(root)", "", &[2, 3, 4]), node(2, "f", "", &[]), node(3, "f", "", &[]), node(4, "(idle)", "", &[])];
    let image = svg(&profile(&nodes, &[(2, 10), (3, 10), (4, 500)])).unwrap();
    let labels: Vec<String> = boxes(&image).into_iter().map(|(label, ..)| label).collect();
    assert_eq!(labels, ["all", "f"]);
}

#[test]
fn names_cannot_leave_their_place() {
    let nasty = "</title><script>alert(\"&\")</script>]]>\u{0}\n";
    let nodes = [node(1, "(root)", "", &[2]), node(2, nasty, "", &[])];
    let image = svg(&profile(&nodes, &[(2, 10)])).unwrap();
    assert!(image.contains("&lt;/title&gt;&lt;script&gt;alert(&quot;&amp;&quot;)&lt;/script&gt;]]&gt;\u{fffd} "));
    assert_eq!((image.matches("<script>").count(), image.matches("]]>").count()), (1, 1));
}

#[test]
fn nothing_comes_from_elsewhere() {
    let image = svg(&profile(&[node(1, "(root)", "", &[])], &[(1, 10)])).unwrap();
    let foreign = image.replace("http://www.w3.org/2000/svg", "");
    assert!(!foreign.contains("http") && !foreign.contains("href") && !foreign.contains("url("));
}

#[test]
fn what_is_no_tree_or_no_profile_is_survived() {
    let circle = [node(1, "(root)", "", &[2]), node(2, "f", "", &[2, 1, 9])];
    assert_eq!(boxes(&svg(&profile(&circle, &[(2, 10), (7, 10)])).unwrap()).len(), 2);
    assert_eq!(boxes(&svg(r#"{"nodes":[]}"#).unwrap()).len(), 0);
    assert!(svg("{}").unwrap_err().to_string().starts_with("not a CPU profile: missing field `nodes`"));
}

#[test]
fn without_samples_hits_count() {
    let text = r#"{"nodes":[{"id":1,"callFrame":{"functionName":"","url":"node:fs","lineNumber":0},"hitCount":3}]}"#;
    assert_eq!(boxes(&svg(text).unwrap()), [("all".to_owned(), 0.0, 1200.0, 40.0)]);
}
