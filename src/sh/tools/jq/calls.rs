//! jq's own functions that take filters; those of plain values are in `of_values`.

use super::json::Json;
use super::of_values::{as_number, each_of, format, list, of_one, of_two, text_of};
use super::operators::binary;
use super::run::{Item, Items, Scope, error, paths, run, step_into, update, values, without};
use super::{Filter, LIMIT_VALUES};

fn number(value: f64) -> Json {
    Json::Number(value)
}

/// Values with the keys they are ordered by.
fn keyed(value: &Json, by: &Filter, scope: &Scope) -> Result<Vec<(Json, Json)>, Json> {
    let mut all = Vec::new();
    let Json::List(items) = value else {
        return Err(error(format!(
            "{} ({}) cannot be sorted, as it is not an array",
            value.kind(),
            value.compact()
        )));
    };
    for item in items {
        all.push((Json::List(values(by, item, scope)?), item.clone()));
    }
    all.sort_by(|one, other| one.0.order(&other.0));
    Ok(all)
}

fn grouped(all: Vec<(Json, Json)>) -> Vec<Vec<Json>> {
    let mut groups: Vec<(Json, Vec<Json>)> = Vec::new();
    for (key, item) in all {
        match groups.last_mut().filter(|(last, _)| last.order(&key).is_eq()) {
            Some((_, group)) => group.push(item),
            None => groups.push((key, vec![item])),
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

fn regex(pattern: &Json, flags: &str) -> Result<regex_lite::Regex, Json> {
    let Json::Text(pattern) = pattern else {
        return Err(error(format!(
            "{} ({}) cannot be matched, as it is not a string",
            pattern.kind(),
            pattern.compact()
        )));
    };
    regex_lite::RegexBuilder::new(&crate::sh::tools::posix(pattern))
        .case_insensitive(flags.contains('i'))
        .ignore_whitespace(flags.contains('x'))
        .dot_matches_new_line(flags.contains('s'))
        .build()
        .map_err(|_| error(format!("{pattern} (at offset 0) is not a valid regex")))
}

/// Each place a pattern fits: where, how long, what its groups hold.
fn matches(text: &str, regex: &regex_lite::Regex, all: bool) -> Vec<Json> {
    let names: Vec<Option<String>> = regex.capture_names().map(|name| name.map(str::to_owned)).collect();
    let place = |at: usize| text[..at].chars().count() as f64;
    let described = |found: Option<regex_lite::Match<'_>>, name: Option<&Option<String>>| {
        let mut fields = vec![
            ("offset".to_owned(), number(found.map_or(-1.0, |one| place(one.start())))),
            ("length".to_owned(), number(found.map_or(0.0, |one| one.as_str().chars().count() as f64))),
            ("string".to_owned(), found.map_or(Json::Null, |one| Json::text(one.as_str()))),
        ];
        if let Some(name) = name {
            fields.push(("name".to_owned(), name.clone().map_or(Json::Null, Json::Text)));
        }
        fields
    };
    let one = |found: regex_lite::Captures<'_>| {
        let mut fields = described(found.get(0), None);
        let groups = (1..found.len()).map(|at| Json::Object(described(found.get(at), names.get(at))));
        fields.push(("captures".to_owned(), Json::List(groups.collect())));
        Json::Object(fields)
    };
    regex.captures_iter(text).take(if all { LIMIT_VALUES } else { 1 }).map(one).collect()
}

fn named_groups(found: &Json) -> Json {
    let Some(Json::List(groups)) = found.get("captures") else { return Json::Object(Vec::new()) };
    let named = groups.iter().filter_map(|one| match one.get("name") {
        Some(Json::Text(name)) => Some((name.clone(), one.get("string").cloned().unwrap_or(Json::Null))),
        _ => None,
    });
    Json::Object(named.collect())
}

/// Functions there are, with the number of their arguments.
const KNOWN: &str = "empty/0 select/1 recurse/0 recurse/1 first/0 first/1 last/0 last/1 limit/2 getpath/1 map/1 map_values/1 \
    path/1 paths/0 paths/1 leaf_paths/0 del/1 delpaths/1 setpath/2 pick/1 with_entries/1 walk/1 sort_by/1 group_by/1 \
    unique_by/1 min_by/1 max_by/1 sort/0 unique/0 min/0 max/0 any/0 any/1 any/2 all/0 all/1 all/2 add/0 add/1 range/1 range/2 \
    range/3 until/2 while/2 sub/2 sub/3 gsub/2 gsub/3 test/1 test/2 match/1 match/2 capture/1 capture/2 scan/1 scan/2 splits/1 \
    splits/2 split/1 split/2 env/0 error/0 error/1 input/0 inputs/0 debug/0 debug/1 stderr/0 halt/0 input_line_number/0 floor/0 \
    ceil/0 round/0 sqrt/0 fabs/0 abs/0 log/0 log2/0 log10/0 exp/0 trunc/0 not/0 length/0 utf8bytelength/0 keys/0 keys_unsorted/0 \
    to_entries/0 from_entries/0 reverse/0 flatten/0 flatten/1 transpose/0 tostring/0 tojson/0 fromjson/0 tonumber/0 type/0 \
    ascii_downcase/0 ascii_upcase/0 ltrimstr/1 rtrimstr/1 trim/0 ltrim/0 rtrim/0 explode/0 implode/0 ascii/0 infinite/0 nan/0 \
    isnan/0 now/0 todate/0 fromdate/0 todateiso8601/0 fromdateiso8601/0 has/1 in/1 contains/1 inside/1 startswith/1 endswith/1 \
    join/1 index/1 rindex/1 indices/1 strftime/1";

/// Whether there is a function of this name that takes so many arguments.
pub fn is_known(name: &str, arguments: usize) -> bool {
    let wanted = format!("{name}/{arguments}");
    name.starts_with('@') || KNOWN.split_whitespace().any(|one| one == wanted)
}

fn plain(value: Json) -> Items {
    Ok(vec![Item::plain(value)])
}

fn many(all: Vec<Json>) -> Items {
    Ok(all.into_iter().map(Item::plain).collect())
}

pub fn call(name: &str, arguments: &[Filter], item: &Item, scope: &Scope) -> Items {
    let value = &item.value;
    match (name, arguments) {
        ("empty", []) => Ok(Vec::new()),
        ("select", [condition]) => {
            let found = values(condition, value, scope)?;
            Ok(found.iter().filter(|one| one.truth()).map(|_| item.clone()).collect())
        }
        ("recurse", []) => run(&Filter::Deep, item, scope),
        ("recurse", [step]) => {
            let (mut all, mut left) = (Vec::new(), vec![item.clone()]);
            while let Some(one) = left.pop() {
                let mut next = run(step, &one, scope)?;
                next.reverse();
                left.extend(next);
                all.push(one);
                if all.len() > LIMIT_VALUES {
                    return Err(error("too many values"));
                }
            }
            Ok(all)
        }
        ("first" | "last", [inner]) => {
            let mut all = run(inner, item, scope)?;
            let end = all.len().min(1);
            let from = if name == "first" { 0 } else { all.len() - end };
            Ok(all.drain(from..from + end).collect())
        }
        ("first", []) => {
            Ok(vec![Item { value: step_into(value, &number(0.0))?, path: extended(item, number(0.0)) }])
        }
        ("last", []) => {
            Ok(vec![Item { value: step_into(value, &number(-1.0))?, path: extended(item, number(-1.0)) }])
        }
        ("limit", [count, inner]) => {
            let count = values(count, value, scope)?.first().map_or(0.0, as_number).max(0.0) as usize;
            Ok(run(inner, item, scope)?.into_iter().take(count).collect())
        }
        ("getpath", [path]) => {
            let path = values(path, value, scope)?.pop().unwrap_or(Json::Null);
            let mut held = value.clone();
            for step in list(&path)? {
                held = if held == Json::Null { Json::Null } else { step_into(&held, step)? };
            }
            let path = item
                .path
                .as_ref()
                .map(|before| [before.as_slice(), list(&path).map_or(&[][..], Vec::as_slice)].concat());
            Ok(vec![Item { value: held, path }])
        }
        ("map", [inner]) => {
            let mut all = Vec::new();
            for one in each_of(value)? {
                all.extend(values(inner, &one, scope)?);
            }
            plain(Json::List(all))
        }
        _ => paths_call(name, arguments, item, scope),
    }
}

fn paths_call(name: &str, arguments: &[Filter], item: &Item, scope: &Scope) -> Items {
    let value = &item.value;
    match (name, arguments) {
        ("map_values", [inner]) => {
            let change = |one: &Json| Ok::<_, Json>(values(inner, one, scope)?.into_iter().next());
            plain(match value {
                Json::Object(all) => {
                    let mut next = Vec::new();
                    for (key, one) in all {
                        next.extend(change(one)?.map(|one| (key.clone(), one)));
                    }
                    Json::Object(next)
                }
                value => {
                    let mut next = Vec::new();
                    for one in list(value)? {
                        next.extend(change(one)?);
                    }
                    Json::List(next)
                }
            })
        }
        ("path", [inner]) => many(paths(inner, value, scope)?.into_iter().map(Json::List).collect()),
        ("paths" | "leaf_paths", rest) => {
            let mut all = Vec::new();
            for path in paths(&Filter::Deep, value, scope)?.into_iter().filter(|path| !path.is_empty()) {
                let held = path.iter().try_fold(value.clone(), |held, step| step_into(&held, step))?;
                let leaf = !matches!(held, Json::List(_) | Json::Object(_));
                let wanted = match rest.first() {
                    Some(condition) => values(condition, &held, scope)?.iter().any(Json::truth),
                    None => name == "paths" || leaf,
                };
                all.extend(wanted.then_some(Json::List(path)));
            }
            many(all)
        }
        ("del", [inner]) => plain(without(value, &paths(inner, value, scope)?)?),
        ("delpaths", [inner]) => {
            let mut all = Vec::new();
            for path in list(&values(inner, value, scope)?.pop().unwrap_or(Json::List(Vec::new())))? {
                all.push(list(path)?.clone());
            }
            plain(without(value, &all)?)
        }
        ("setpath", [path, new]) => {
            let path = values(path, value, scope)?.pop().unwrap_or(Json::Null);
            let new = values(new, value, scope)?.pop().unwrap_or(Json::Null);
            plain(update(value, list(&path)?, &mut |_| Ok(new.clone()))?)
        }
        ("pick", [inner]) => {
            let mut kept = Json::Null;
            for path in paths(inner, value, scope)? {
                let held = path.iter().try_fold(value.clone(), |held, step| step_into(&held, step))?;
                kept = update(&kept, &path, &mut |_| Ok(held.clone()))?;
            }
            plain(kept)
        }
        ("with_entries", [inner]) => {
            let entries = call("to_entries", &[], item, scope)?.pop().map_or(Json::Null, |one| one.value);
            let changed = call("map", std::slice::from_ref(inner), &Item::plain(entries), scope)?;
            over_one(changed, |one| call("from_entries", &[], &Item::plain(one), scope))
        }
        _ => shaping_call(name, arguments, item, scope),
    }
}

fn shaping_call(name: &str, arguments: &[Filter], item: &Item, scope: &Scope) -> Items {
    let value = &item.value;
    match (name, arguments) {
        ("walk", [inner]) => {
            let walked = match value {
                Json::List(_) | Json::Object(_) => {
                    let this = Filter::Call("walk".into(), vec![inner.clone()]);
                    call("map_values", &[this], item, scope)?.pop().map_or(Json::Null, |one| one.value)
                }
                other => other.clone(),
            };
            run(inner, &Item::plain(walked), scope)
        }
        ("sort_by" | "group_by" | "unique_by" | "min_by" | "max_by", [by]) => {
            let all = keyed(value, by, scope)?;
            plain(match name {
                "sort_by" => Json::List(all.into_iter().map(|(_, one)| one).collect()),
                "group_by" => Json::List(grouped(all).into_iter().map(Json::List).collect()),
                "unique_by" => Json::List(
                    grouped(all).into_iter().filter_map(|group| group.into_iter().next()).collect(),
                ),
                "min_by" => all.into_iter().next().map_or(Json::Null, |(_, one)| one),
                _ => all.into_iter().next_back().map_or(Json::Null, |(_, one)| one),
            })
        }
        ("sort" | "unique" | "min" | "max" | "group", []) => {
            call(&format!("{name}_by"), &[Filter::Same], item, scope)
        }
        ("any" | "all", rest) => {
            let found = match rest {
                [source, condition] => {
                    let mut all = Vec::new();
                    for one in values(source, value, scope)? {
                        all.extend(values(condition, &one, scope)?);
                    }
                    all
                }
                [condition] => {
                    let mut all = Vec::new();
                    for one in each_of(value)? {
                        all.extend(values(condition, &one, scope)?);
                    }
                    all
                }
                _ => each_of(value)?,
            };
            plain(Json::Bool(if name == "any" {
                found.iter().any(Json::truth)
            } else {
                found.iter().all(Json::truth)
            }))
        }
        ("add", rest) => {
            let all = match rest {
                [inner] => values(inner, value, scope)?,
                _ => each_of(value)?,
            };
            plain(all.iter().try_fold(Json::Null, |sum, one| binary("+", &sum, one))?)
        }
        _ => folding_call(name, arguments, item, scope),
    }
}

fn folding_call(name: &str, arguments: &[Filter], item: &Item, scope: &Scope) -> Items {
    let value = &item.value;
    match (name, arguments) {
        ("range", rest) => {
            let one = |filter: Option<&Filter>, usual: f64| match filter {
                Some(filter) => Ok::<_, Json>(values(filter, value, scope)?.first().map_or(usual, as_number)),
                None => Ok(usual),
            };
            let (from, to, step) = match rest {
                [to] => (0.0, one(Some(to), 0.0)?, 1.0),
                [from, to, more @ ..] => {
                    (one(Some(from), 0.0)?, one(Some(to), 0.0)?, one(more.first(), 1.0)?)
                }
                [] => return Err(error("range/0 is not defined")),
            };
            let inside = |at: &f64| if step > 0.0 { *at < to } else { step < 0.0 && *at > to };
            let all = (0..=LIMIT_VALUES).map(|at| from + step * at as f64).take_while(inside);
            let all: Vec<Json> = all.map(Json::Number).collect();
            if all.len() > LIMIT_VALUES {
                return Err(error("too many values"));
            }
            many(all)
        }
        ("until" | "while" | "repeat", [condition, next]) => {
            let (mut held, mut all) = (value.clone(), Vec::new());
            for _ in 0..10_000 {
                let holds = values(condition, &held, scope)?.first().is_some_and(Json::truth);
                if holds == (name == "until") {
                    return if name == "until" { plain(held) } else { many(all) };
                }
                all.push(held.clone());
                held = values(next, &held, scope)?.into_iter().next().unwrap_or(Json::Null);
            }
            Err(error("the program takes too long"))
        }
        ("sub" | "gsub", [pattern, with, more @ ..]) => {
            let flags = flags_of(more, value, scope)?;
            let text = text_of(value, name)?;
            let regex = regex(&values(pattern, value, scope)?.pop().unwrap_or(Json::Null), &flags)?;
            let (mut changed, mut last) = (String::new(), 0);
            let all = name == "gsub" || flags.contains('g');
            for (found, told) in regex.captures_iter(text).zip(matches(text, &regex, true)).take(if all {
                LIMIT_VALUES
            } else {
                1
            }) {
                let Some(whole) = found.get(0) else { continue };
                changed += &text[last..whole.start()];
                let new = values(with, &named_groups(&told), scope)?.into_iter().next().unwrap_or(Json::Null);
                changed += text_of(&new, "sub")?;
                last = whole.end();
            }
            plain(Json::Text(changed + &text[last..]))
        }
        _ => text_call(name, arguments, item, scope),
    }
}

fn text_call(name: &str, arguments: &[Filter], item: &Item, scope: &Scope) -> Items {
    let value = &item.value;
    match (name, arguments) {
        ("test" | "match" | "capture" | "scan" | "splits" | "split", [pattern, more @ ..])
            if name != "split" || !more.is_empty() =>
        {
            let mut flags = flags_of(more, value, scope)?;
            let text = text_of(value, name)?;
            let mut pattern = values(pattern, value, scope)?.pop().unwrap_or(Json::Null);
            if let Json::List(both) = &pattern {
                flags += both.get(1).map_or("", |one| if let Json::Text(text) = one { text } else { "" });
                pattern = both.first().cloned().unwrap_or(Json::Null);
            }
            let regex = regex(&pattern, &flags)?;
            let all = flags.contains('g');
            match name {
                "test" => plain(Json::Bool(regex.is_match(text))),
                "match" => many(matches(text, &regex, all)),
                "capture" => many(matches(text, &regex, all).iter().map(named_groups).collect()),
                "scan" => many(
                    regex
                        .captures_iter(text)
                        .map(|found| match found.len() {
                            1 => Json::text(found.get(0).map_or("", |one| one.as_str())),
                            count => Json::List(
                                (1..count)
                                    .map(|at| {
                                        found.get(at).map_or(Json::Null, |one| Json::text(one.as_str()))
                                    })
                                    .collect(),
                            ),
                        })
                        .collect(),
                ),
                "splits" => many(regex.split(text).map(Json::text).collect()),
                _ => plain(Json::List(regex.split(text).map(Json::text).collect())),
            }
        }
        ("env", []) => plain(
            scope
                .variables
                .iter()
                .find(|(name, _)| name == "ENV")
                .map_or(Json::Null, |(_, value)| value.clone()),
        ),
        ("error", []) => Err(value.clone()),
        ("error", [inner]) => Err(values(inner, value, scope)?.pop().unwrap_or(Json::Null)),
        ("input" | "inputs" | "debug" | "stderr" | "halt" | "input_line_number", _) => match name {
            "debug" | "stderr" => Ok(vec![item.clone()]),
            _ => Err(error(format!("{name} is not simulated"))),
        },
        (_, []) if name.starts_with('@') => plain(Json::Text(format(name, value)?)),
        (_, []) => plain(of_one(name, value, scope)?),
        (_, [argument]) => {
            let mut all = Vec::new();
            for given in values(argument, value, scope)? {
                all.push(Item::plain(of_two(name, value, &given)?));
            }
            Ok(all)
        }
        _ => Err(error(format!("{name}/{} is not defined", arguments.len()))),
    }
}

fn extended(item: &Item, step: Json) -> Option<Vec<Json>> {
    item.path.as_ref().map(|path| [path.as_slice(), &[step]].concat())
}

fn over_one(items: Vec<Item>, act: impl FnOnce(Json) -> Items) -> Items {
    items.into_iter().next().map_or(Ok(Vec::new()), |one| act(one.value))
}

fn flags_of(more: &[Filter], value: &Json, scope: &Scope) -> Result<String, Json> {
    match more.first() {
        Some(filter) => Ok(values(filter, value, scope)?
            .pop()
            .map_or(String::new(), |one| if one == Json::Null { String::new() } else { one.plain() })),
        None => Ok(String::new()),
    }
}
