//! Foreign text on the newsletter's site: what its renderer, Python-Markdown 3.7, makes of what is printed.

use std::{
    io::Write,
    process::{Command, Stdio},
};

use proptest::{
    prelude::*,
    strategy::ValueTree,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use twir_events::{
    model::{Days, Group, Link},
    newsletter::{Entry, groups_field, title_field},
};

use super::support::{issue, listings};

/// Renders each text as the site does (the extensions are those of its `pelicanconf.py`), and gives of each
/// the tags that are none of a list of links, and the words of each link.
const RENDER: &str = r#"
import html.parser, json, sys, markdown
CONFIG = {"markdown.extensions.codehilite": {"css_class": "highlight"}, "markdown.extensions.toc": {"anchorlink": True}}
class Page(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.links, self.live, self.open, self.words = [], [], None, ""
        self.feed(text); self.close()
    def handle_starttag(self, tag, attrs):
        if tag not in {"ul", "li", "p", "a", "strong"} or {name for name, _ in attrs} - {"href"}:
            self.live.append(self.get_starttag_text())
        if tag == "a":
            self.open = dict(attrs).get("href", "")
            self.links.append([self.open, ""])
    def handle_endtag(self, tag):
        if tag == "a":
            self.open = None
    def handle_data(self, data):
        self.words += data
        if self.open is not None:
            self.links[-1][1] += data
    def handle_comment(self, data): self.live.append("<!--" + data)
    def handle_decl(self, data): self.live.append("<!" + data)
    def handle_pi(self, data): self.live.append("<?" + data)
def shown(text):
    page = Page(markdown.markdown(text, extensions=["codehilite", "extra", "meta", "toc"], extension_configs=CONFIG, output_format="html5"))
    return {"live": page.live, "links": page.links, "words": page.words}
if not markdown.__version__.startswith("3.7"):
    sys.exit(3)
print(json.dumps([shown(text) for text in json.load(sys.stdin)]))
"#;

#[derive(Debug, serde::Deserialize)]
struct Shown {
    live: Vec<String>,
    links: Vec<(String, String)>,
    words: String,
}

/// What the site shows of these texts; `None` where its renderer is not installed.
fn render(texts: &[String]) -> Option<Vec<Shown>> {
    let has = |code| {
        let found = Command::new("python3").args(["-c", code]).stderr(Stdio::null()).status();
        found.is_ok_and(|status| status.success())
    };
    if !has("import markdown, sys; sys.exit(not markdown.__version__.startswith('3.7'))") {
        eprintln!("skipped: Python-Markdown 3.7 is not installed (pip install Markdown==3.7)");
        return None;
    }
    let mut child = Command::new("python3")
        .args(["-c", RENDER])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python3 starts");
    let input = serde_json::to_vec(texts).expect("texts are JSON");
    child.stdin.take().expect("it has an input").write_all(&input).expect("it reads");
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success(), "{output:?}");
    Some(serde_json::from_slice(&output.stdout).expect("it prints JSON"))
}

/// A listing with this text for its title and its groups' names: one with a page, one without.
fn entry(text: &str) -> String {
    let link = |title: &str, url: &str| Link { title: title.to_owned(), url: url.to_owned() };
    let group = |url: Option<&str>| Group { name: text.to_owned(), url: url.map(str::to_owned) };
    let links = [link(text, "https://a.example/1?b=c&copy=2"), link(text, "https://b.example/a_(b)*_c_*")];
    let entry = Entry {
        days: Days::single("2025-12-10".parse().expect("a day")),
        place: "Bern, CH".to_owned(),
        // One by one, or the second would be taken for the first again.
        groups: [group(Some("https://g.example/")), group(None)]
            .map(|group| groups_field(&[group]))
            .join(" + "),
        title: title_field(text, &links, true),
    };
    let untitled = Entry { title: title_field(text, &[], false), ..entry.clone() };
    format!("{}{}", entry.lines(), untitled.lines())
}

/// Everything about these texts that the site does not show as it is.
fn faults(texts: &[String]) -> Vec<String> {
    let Some(shown) = render(&texts.iter().map(|text| entry(text)).collect::<Vec<_>>()) else {
        return Vec::new();
    };
    assert_eq!(shown.len(), texts.len());
    let blank = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut faults = Vec::new();
    for (text, shown) in texts.iter().zip(shown) {
        let links: Vec<(&str, String)> =
            shown.links.iter().map(|(url, words)| (url.as_str(), blank(words))).collect();
        let wanted = [
            ("https://g.example/", blank(text)),
            ("https://a.example/1?b=c&copy=2", blank(text)),
            ("https://b.example/a_(b)*_c_*", blank(text)),
            ("https://g.example/", blank(text)),
        ];
        // Each stands twice without a link, too.
        let words = blank(&shown.words).matches(&blank(text)).count();
        if !shown.live.is_empty() || links != wanted || words < 7 {
            faults.push(format!(
                "{text:?}: {links:?}, {words} times, live: {:?}\n{}",
                shown.live,
                entry(text)
            ));
        }
    }
    faults
}

#[test]
fn foreign_text_shows_as_it_is_on_the_site() {
    let long = "Ownership, borrowing & lifetimes in <depth> ".repeat(7);
    let table = [
        "Generics & Vec<T> in depth",
        "Why `Pin\\<P\\>` & `Box<dyn Error>` matter",
        "AT&T, R&D; &amp; &lt;b&gt; &copy; &#36; &nosuch; &",
        "`code` ``more` `` and ` alone",
        "a | b || c",
        "[link](https://evil.example) and ![image](x.png)",
        "[WIP] [a][b] [c]: d [^1] ] [ [[e]]",
        "#[derive(Debug)] #16: # C#",
        "*a* **b** ***c*** * d * snake_case _e_ __f__ __init__.py 2*3*4",
        "<img src=x onerror=alert(1)> <script>alert(1)</script> <!-- --> <?php ?> <![CDATA[x]]>",
        "<https://evil.example> <me@example.org> https://evil.example javascript:alert(1)",
        "x {: onclick=alert(1)} {#id .class} {{ jinja }} {% raw %}",
        "$100 for $5",
        "C:\\temp\\new \\* \\[ \\\\ \\",
        "مرحبا بكم في Rust 🦀 שלום",
        "日本語の集まり（オンライン）",
        "a > b < c <= d >> e <3 <- -->",
        "\"quoted\" 'single' (paren) ) (",
        "+ plus - minus ~~~ --- *** ___ === 1. one",
        long.trim(),
    ];
    let texts: Vec<String> = table.iter().map(|text| (*text).to_owned()).collect();
    let faults = faults(&texts);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn any_text_shows_as_it_is_on_the_site() {
    let mark = proptest::sample::select(vec![
        "<",
        ">",
        "&",
        ";",
        "*",
        "**",
        "_",
        "__",
        "`",
        "``",
        "[",
        "]",
        "(",
        ")",
        "](",
        "{",
        "}",
        "|",
        "\\",
        "!",
        "#",
        "$",
        "+",
        "-",
        ":",
        "=",
        "~",
        "^",
        "\"",
        "'",
        "/",
        " ",
        " ",
        "a",
        "B",
        "7",
        "é",
        "東",
        "🦀",
        "amp;",
        "<b>",
        "</a>",
        "<!--",
        "-->",
        "&lt;",
        "https://c.example",
        "x:",
        "@",
        ".",
        "?",
    ]);
    let texts = proptest::collection::vec(mark, 1..12).prop_map(|marks| marks.concat());
    let config = Config { failure_persistence: None, ..Config::default() };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let texts: Vec<String> = (0..1500)
        .map(|_| texts.new_tree(&mut runner).expect("a text").current())
        .map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|text| !text.is_empty())
        .collect();
    let faults = faults(&texts);
    assert!(
        faults.is_empty(),
        "{} of {}: {}",
        faults.len(),
        texts.len(),
        faults[..faults.len().min(8)].join("\n")
    );
}

#[test]
fn foreign_text_is_read_again_as_it_was() {
    for text in ["Vec<T> & `Pin<P>`", "$5 *a* _b_ [c](d) {e} | f", "&amp; \\* C:\\new ]"] {
        let read = listings(&issue(&format!("### Europe\n{}", entry(text))));
        assert_eq!(read[0].title, text);
        assert_eq!(read[0].groups[0].name, text);
    }
}
