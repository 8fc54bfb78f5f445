//! `kubectl describe`.

use super::Verb;
use crate::cluster::Key;
use crate::kinds::Kind;
use crate::kubectl::call::flags::{FILES, Flag, Flags, SELECTION, value};
use crate::kubectl::call::{Answer, Call, Started, namespace, targets};
use crate::kubectl::describe::{self, Cluster, WorldView};
use crate::kubectl::get;

const OWN: &[Flag] = &[value("show-events"), value("chunk-size")];

pub const VERB: Verb = Verb { name: "describe", flags: &[OWN, SELECTION, FILES], act };

fn key(kind: Kind, namespace: &str, name: &str) -> Key {
    Key::new(kind, if kind.info().namespaced { namespace } else { "" }, name)
}

fn act(call: &mut Call<'_>, flags: &Flags) -> Result<Started, Answer> {
    if flags.words.is_empty() && flags.all("filename").is_empty() {
        return Err(Answer::failed(NOTHING_NAMED));
    }
    let described = described(call, flags)?;
    Ok(match described {
        Started::Done(answer) if flags.value("show-events") == Some("false") => {
            Started::Done(Answer { stdout: without_events(&answer.stdout), ..answer })
        }
        described => described,
    })
}

const NOTHING_NAMED: &str = "error: You must specify the type of resource to describe. Use \"kubectl api-resources\" for a \
    complete list of supported resources.\n";

/// Leaves the table of events out of every description.
fn without_events(text: &str) -> String {
    let (mut kept, mut inside) = (String::new(), false);
    for line in text.lines() {
        inside = line.starts_with("Events:") || inside && line.starts_with(' ');
        if !inside {
            kept += &format!("{line}\n");
        }
    }
    kept
}

fn described(call: &mut Call<'_>, flags: &Flags) -> Result<Started, Answer> {
    let selected = flags.value("selector").is_some() || !flags.all("filename").is_empty();
    let view = WorldView(call.world);
    if !selected {
        let inside = (!flags.is_on("all-namespaces")).then(|| namespace(call, flags));
        let of = |words: &String| words.split('/').next().and_then(|word| get::kind(&view, word).ok());
        let mut answer = Answer::default();
        if flags.words.first().and_then(of) == Some(Kind::Endpoints) {
            answer.add(Answer::warned(get::ENDPOINTS_DEPRECATED));
        }
        if let Some(kind) = flags.words.first().and_then(of) {
            let slashed = flags.words.iter().find_map(|word| Some(word.split_once('/')?.1));
            match slashed.or(flags.words.get(1).map(String::as_str)) {
                Some(name) => call.asks_for(&key(kind, inside.unwrap_or_default(), name)),
                None => call.asks_all("LIST", kind, inside.unwrap_or_default()),
            }
        }
        answer.add(match get::describe(&view, &flags.words, inside) {
            Ok(text) => Answer::said(text),
            Err(why) => Answer::failed(&why),
        });
        return Ok(Started::Done(answer));
    }
    let found = targets::find(call, flags, &flags.words, None)?;
    let object = |key: &Key| Some((key.kind, view.get(key.kind, &key.namespace, &key.name)?));
    let objects: Vec<_> = found.keys.iter().filter_map(object).collect();
    let mut answer = Answer::said(describe::describe_all(&view, &objects));
    answer.add(found.missing);
    if objects.is_empty() && answer.code == 0 {
        let place = namespace(call, flags);
        return Err(Answer {
            stderr: format!("No resources found in {place} namespace.\n"),
            ..Answer::default()
        });
    }
    Ok(Started::Done(answer))
}
