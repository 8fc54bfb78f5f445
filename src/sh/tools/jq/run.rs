//! Runs a filter: each value may become none, one or several. Where it is asked for, each comes with the path that leads to
//! it, for `path`, `del` and assignments.

use std::cell::Cell;
use std::rc::Rc;

use super::json::Json;
use super::{Filter, LIMIT_VALUES};
use super::{calls, of_values, operators};

/// Filters run for one program.
const LIMIT_STEPS: usize = 500_000;
/// Functions of a program's own within one another.
const LIMIT_CALLS: usize = 12;
/// Parts of one value.
const LIMIT_PARTS: usize = 200_000;

pub type Path = Vec<Json>;

/// A value, and the path to it where paths are kept.
#[derive(Clone, Debug)]
pub struct Item {
    pub value: Json,
    pub path: Option<Path>,
}

pub type Items = Result<Vec<Item>, Json>;

/// Variables, and functions of the program's own.
#[derive(Clone)]
pub struct Scope {
    pub variables: Vec<(String, Json)>,
    functions: Vec<Rc<Own>>,
    steps: Rc<Cell<usize>>,
    depth: usize,
}

/// `def name(a; $b): body;`
struct Own {
    name: String,
    parameters: Vec<String>,
    body: Rc<Filter>,
    /// What a parameter stands for, where it was given; none for the function itself.
    closure: Option<(Rc<Filter>, Scope)>,
    /// How many functions it may see.
    seen: usize,
}

pub fn error(text: impl Into<String>) -> Json {
    Json::Text(text.into())
}

impl Scope {
    pub fn new(variables: Vec<(String, Json)>) -> Scope {
        Scope { variables, functions: Vec::new(), steps: Rc::default(), depth: 0 }
    }

    fn with(&self, name: &str, value: Json) -> Scope {
        let mut scope = self.clone();
        scope.variables.push((name.to_owned(), value));
        scope
    }

    fn spend(&self) -> Result<(), Json> {
        self.steps.set(self.steps.get() + 1);
        match self.steps.get() > LIMIT_STEPS {
            true => Err(error("the program takes too long")),
            false => Ok(()),
        }
    }
}

impl Item {
    pub fn plain(value: Json) -> Item {
        Item { value, path: None }
    }

    fn at(&self, value: Json, step: &Json) -> Item {
        let path = self.path.as_ref().map(|path| [path.as_slice(), std::slice::from_ref(step)].concat());
        Item { value, path }
    }

    /// A value that is no part of what was there.
    fn made(&self, value: Json) -> Item {
        Item::plain(value)
    }
}

/// The values alone.
pub fn values(filter: &Filter, value: &Json, scope: &Scope) -> Result<Vec<Json>, Json> {
    let items = run(filter, &Item::plain(value.clone()), scope)?;
    Ok(items.into_iter().map(|item| item.value).collect())
}

/// The paths of what a filter gives.
pub fn paths(filter: &Filter, value: &Json, scope: &Scope) -> Result<Vec<Path>, Json> {
    let root = Item { value: value.clone(), path: Some(Vec::new()) };
    let path = |item: Item| {
        item.path
            .ok_or_else(|| error(format!("Invalid path expression with result {}", item.value.compact())))
    };
    run(filter, &root, scope)?.into_iter().map(path).collect()
}

fn over(items: Vec<Item>, mut act: impl FnMut(Item) -> Items) -> Items {
    let mut all = Vec::new();
    for item in items {
        all.extend(act(item)?);
        if all.len() > LIMIT_VALUES {
            return Err(error("too many values"));
        }
    }
    Ok(all)
}

/// Values made of others may be so large, and no larger: they could double with every step.
pub fn run(filter: &Filter, item: &Item, scope: &Scope) -> Items {
    let found = step(filter, item, scope)?;
    let makes = matches!(
        filter,
        Filter::Array(_) | Filter::Object(_) | Filter::Assign(..) | Filter::Call(..) | Filter::Binary(..)
    );
    let fits = |one: &Item| one.value.fits(&mut { LIMIT_PARTS });
    match !makes || found.iter().all(fits) {
        true => Ok(found),
        false => Err(error("a value grows too large")),
    }
}

fn step(filter: &Filter, item: &Item, scope: &Scope) -> Items {
    scope.spend()?;
    if scope.depth > LIMIT_CALLS {
        return Err(error("functions call one another too deep"));
    }
    match filter {
        Filter::Same => Ok(vec![item.clone()]),
        Filter::Literal(literal) => Ok(vec![item.made(literal.clone())]),
        Filter::Field(of, name) => {
            let names = values(name, &item.value, scope)?;
            over(run(of, item, scope)?, |one| names.iter().map(|name| field(&one, name)).collect())
        }
        Filter::Slice(of, from, to) => {
            let bound = |filter: &Option<Box<Filter>>| match filter {
                Some(filter) => {
                    Ok(values(filter, &item.value, scope)?.into_iter().next().unwrap_or(Json::Null))
                }
                None => Ok(Json::Null),
            };
            let step = Json::Object(vec![("start".into(), bound(from)?), ("end".into(), bound(to)?)]);
            over(run(of, item, scope)?, |one| Ok(vec![field(&one, &step)?]))
        }
        Filter::Each(of) => over(run(of, item, scope)?, |one| each(&one)),
        Filter::Deep => {
            let mut all = Vec::new();
            deep(item, &mut all, 0)?;
            Ok(all)
        }
        Filter::Try(inner, otherwise) => match run(inner, item, scope) {
            Ok(found) => Ok(found),
            Err(why) if why == error("the program takes too long") => Err(why),
            Err(why) => match otherwise {
                Some(otherwise) => run(otherwise, &item.made(why), scope),
                None => Ok(Vec::new()),
            },
        },
        Filter::Pipe(first, then) => over(run(first, item, scope)?, |one| run(then, &one, scope)),
        Filter::Both(first, second) => {
            let mut all = run(first, item, scope)?;
            all.extend(run(second, item, scope)?);
            Ok(all)
        }
        Filter::Binary("//", left, right) => {
            let found = run(left, item, scope).unwrap_or_default();
            let found: Vec<Item> = found.into_iter().filter(|one| one.value.truth()).collect();
            if found.is_empty() { run(right, item, scope) } else { Ok(found) }
        }
        Filter::Binary(sign @ ("and" | "or"), left, right) => {
            let ends = *sign == "or";
            over(run(left, item, scope)?, |left| match left.value.truth() == ends {
                true => Ok(vec![item.made(Json::Bool(ends))]),
                false => over(run(right, item, scope)?, |right| {
                    Ok(vec![item.made(Json::Bool(right.value.truth()))])
                }),
            })
        }
        Filter::Binary(sign, left, right) => {
            let rights = values(right, &item.value, scope)?;
            let mut all = Vec::new();
            let lefts = values(left, &item.value, scope)?;
            for right in &rights {
                for left in &lefts {
                    all.push(item.made(operators::binary(sign, left, right)?));
                }
            }
            Ok(all)
        }
        Filter::Minus(inner) => over(run(inner, item, scope)?, |one| match one.value {
            Json::Number(number) => Ok(vec![item.made(Json::Number(-number))]),
            other => Err(error(format!("{} ({}) cannot be negated", other.kind(), other.compact()))),
        }),
        other => bound(other, item, scope),
    }
}

/// What chooses, binds and goes round.
fn bound(filter: &Filter, item: &Item, scope: &Scope) -> Items {
    match filter {
        Filter::If(arms, otherwise) => choose(arms, otherwise.as_deref(), item, scope),
        Filter::Reduce(source, name, begin, update) => {
            let mut held = values(begin, &item.value, scope)?.pop().unwrap_or(Json::Null);
            for one in values(source, &item.value, scope)? {
                held = values(update, &held, &scope.with(name, one))?.pop().unwrap_or(Json::Null);
            }
            Ok(vec![item.made(held)])
        }
        Filter::Foreach(source, name, begin, update, shown) => {
            let mut held = values(begin, &item.value, scope)?.pop().unwrap_or(Json::Null);
            let mut all = Vec::new();
            for one in values(source, &item.value, scope)? {
                let inner = scope.with(name, one);
                held = values(update, &held, &inner)?.pop().unwrap_or(Json::Null);
                all.extend(values(shown, &held, &inner)?.into_iter().map(Item::plain));
            }
            Ok(all)
        }
        Filter::As(source, pattern, body) => {
            over(run(source, &item.made(item.value.clone()), scope)?, |one| {
                let mut inner = scope.clone();
                for (name, filter) in pattern {
                    let value = values(filter, &one.value, scope)?.into_iter().next().unwrap_or(Json::Null);
                    inner = inner.with(name, value);
                }
                run(body, item, &inner)
            })
        }
        Filter::Variable(name) => {
            let found = scope.variables.iter().rev().find(|(known, _)| known == name);
            let (_, value) = found.ok_or_else(|| error(format!("${name} is not defined")))?;
            Ok(vec![item.made(value.clone())])
        }
        Filter::Def(name, parameters, body, rest) => {
            let mut inner = scope.clone();
            inner.functions.push(Rc::new(Own {
                name: name.clone(),
                parameters: parameters.clone(),
                body: body.clone(),
                closure: None,
                seen: scope.functions.len() + 1,
            }));
            run(rest, item, &inner)
        }
        Filter::Assign(sign, place, value) => assign(sign, place, value, item, scope),
        other => made(other, item, scope),
    }
}

/// What makes new values.
fn made(filter: &Filter, item: &Item, scope: &Scope) -> Items {
    match filter {
        Filter::Array(None) => Ok(vec![item.made(Json::List(Vec::new()))]),
        Filter::Array(Some(inner)) => Ok(vec![item.made(Json::List(values(inner, &item.value, scope)?))]),
        Filter::Object(fields) => object(fields, item, scope),
        Filter::Text(format, parts) => {
            let mut texts = vec![String::new()];
            for part in parts {
                let found: Vec<String> = match part {
                    Filter::Literal(Json::Text(text)) => vec![text.clone()],
                    part => {
                        let shown = |one: &Json| match format {
                            Some(name) => of_values::format(name, one),
                            None => Ok(one.plain()),
                        };
                        values(part, &item.value, scope)?.iter().map(shown).collect::<Result<_, _>>()?
                    }
                };
                texts = texts
                    .iter()
                    .flat_map(|text| found.iter().map(move |more| format!("{text}{more}")))
                    .take(LIMIT_VALUES)
                    .collect();
            }
            Ok(texts.into_iter().map(|text| item.made(Json::Text(text))).collect())
        }
        Filter::Call(name, arguments) => call(name, arguments, item, scope),
        _ => Ok(Vec::new()),
    }
}

fn choose(arms: &[(Filter, Filter)], otherwise: Option<&Filter>, item: &Item, scope: &Scope) -> Items {
    let Some(((condition, then), rest)) = arms.split_first() else {
        return otherwise.map_or_else(|| Ok(vec![item.clone()]), |otherwise| run(otherwise, item, scope));
    };
    let found = values(condition, &item.value, scope)?;
    over(found.into_iter().map(Item::plain).collect(), |one| match one.value.truth() {
        true => run(then, item, scope),
        false => choose(rest, otherwise, item, scope),
    })
}

fn call(name: &str, arguments: &[Filter], item: &Item, scope: &Scope) -> Items {
    let fits = |one: &&Rc<Own>| one.name == name && one.parameters.len() == arguments.len();
    let Some(own) = scope.functions.iter().rev().find(fits).cloned() else {
        return calls::call(name, arguments, item, scope);
    };
    if let Some((filter, outside)) = &own.closure {
        let mut outside = outside.clone();
        outside.depth = scope.depth + 1;
        return run(filter, item, &outside);
    }
    let mut inner = scope.clone();
    inner.functions.truncate(own.seen);
    inner.depth += 1;
    for (parameter, argument) in own.parameters.iter().zip(arguments) {
        match parameter.strip_prefix('$') {
            Some(bare) => {
                let value = values(argument, &item.value, scope)?.into_iter().next().unwrap_or(Json::Null);
                inner.variables.push((bare.to_owned(), value));
            }
            None => inner.functions.push(Rc::new(Own {
                name: parameter.clone(),
                parameters: Vec::new(),
                body: own.body.clone(),
                closure: Some((Rc::new(argument.clone()), scope.clone())),
                seen: 0,
            })),
        }
    }
    run(&own.body, item, &inner)
}

fn deep(item: &Item, all: &mut Vec<Item>, depth: usize) -> Result<(), Json> {
    if depth > 1_000 || all.len() > LIMIT_VALUES {
        return Err(error("too many values"));
    }
    all.push(item.clone());
    if matches!(item.value, Json::List(_) | Json::Object(_)) {
        for one in each(item)? {
            deep(&one, all, depth + 1)?;
        }
    }
    Ok(())
}

fn each(item: &Item) -> Items {
    match &item.value {
        Json::List(all) => Ok(all
            .iter()
            .enumerate()
            .map(|(at, one)| item.at(one.clone(), &Json::Number(at as f64)))
            .collect()),
        Json::Object(all) => {
            Ok(all.iter().map(|(key, one)| item.at(one.clone(), &Json::text(key))).collect())
        }
        other => {
            let shown = if *other == Json::Null { String::new() } else { format!(" ({})", other.compact()) };
            Err(error(format!("Cannot iterate over {}{shown}", other.kind())))
        }
    }
}

fn field(item: &Item, step: &Json) -> Result<Item, Json> {
    Ok(item.at(step_into(&item.value, step)?, step))
}

fn bounds(length: usize, step: &[(String, Json)]) -> std::ops::Range<usize> {
    let place = |name: &str, usual: usize| match step.iter().find(|(key, _)| key == name) {
        Some((_, Json::Number(at))) => {
            let at = if *at < 0.0 { at + length as f64 } else { *at };
            (if name == "end" { at.ceil() } else { at.floor() }).clamp(0.0, length as f64) as usize
        }
        _ => usual,
    };
    let (from, to) = (place("start", 0), place("end", length));
    from..to.max(from)
}

pub fn step_into(value: &Json, step: &Json) -> Result<Json, Json> {
    match (value, step) {
        (Json::Null, Json::Text(_) | Json::Number(_) | Json::Object(_) | Json::Null) => Ok(Json::Null),
        (Json::Object(_), Json::Text(name)) => Ok(value.get(name).cloned().unwrap_or(Json::Null)),
        (Json::List(all), Json::Number(at)) => {
            let at = at.floor();
            let at = if at < 0.0 { at + all.len() as f64 } else { at };
            Ok(if at < 0.0 { Json::Null } else { all.get(at as usize).cloned().unwrap_or(Json::Null) })
        }
        (Json::List(all), Json::Object(step)) => Ok(Json::List(all[bounds(all.len(), step)].to_vec())),
        (Json::Text(text), Json::Object(step)) => {
            let chars: Vec<char> = text.chars().collect();
            Ok(Json::Text(chars[bounds(chars.len(), step)].iter().collect()))
        }
        (Json::List(all), Json::List(wanted)) => {
            let fits = |at: &usize| all[*at..].starts_with(wanted);
            Ok(Json::List((0..all.len()).filter(fits).map(|at| Json::Number(at as f64)).collect()))
        }
        (value, Json::Text(name)) => Err(error(format!("Cannot index {} with \"{name}\"", value.kind()))),
        (value, step) => Err(error(format!("Cannot index {} with {}", value.kind(), step.kind()))),
    }
}

/// A value with what stands at a path changed.
pub fn update(
    value: &Json,
    path: &[Json],
    change: &mut dyn FnMut(&Json) -> Result<Json, Json>,
) -> Result<Json, Json> {
    let Some((step, rest)) = path.split_first() else { return change(value) };
    let inner = update(&step_into(value, step)?, rest, change)?;
    match (value, step) {
        (Json::Null, Json::Text(name)) => Ok(Json::Object(vec![(name.clone(), inner)])),
        (Json::Object(all), Json::Text(name)) => {
            let mut all = all.clone();
            Json::put(&mut all, name, inner);
            Ok(Json::Object(all))
        }
        (Json::Null | Json::List(_), Json::Number(at)) => {
            let mut all = if let Json::List(all) = value { all.clone() } else { Vec::new() };
            let at = if *at < 0.0 { at + all.len() as f64 } else { *at };
            if !(0.0..LIMIT_VALUES as f64).contains(&at) {
                return Err(error("Out of bounds negative array index"));
            }
            if all.len() <= at as usize {
                all.resize(at as usize + 1, Json::Null);
            }
            all[at as usize] = inner;
            Ok(Json::List(all))
        }
        (Json::Null | Json::List(_), Json::Object(step)) => {
            let Json::List(new) = inner else {
                return Err(error("A slice of an array can only be assigned another array"));
            };
            let mut all = if let Json::List(all) = value { all.clone() } else { Vec::new() };
            all.splice(bounds(all.len(), step), new);
            Ok(Json::List(all))
        }
        (value, step) => Err(error(format!("Cannot index {} with {}", value.kind(), step.plain()))),
    }
}

/// A value without what stands at the paths.
pub fn without(value: &Json, paths: &[Path]) -> Result<Json, Json> {
    let mut paths = paths.to_vec();
    paths.sort_by(|one, other| Json::List(other.clone()).order(&Json::List(one.clone())));
    let mut value = value.clone();
    for path in &paths {
        let Some((step, before)) = path.split_last() else { return Ok(Json::Null) };
        value = update(&value, before, &mut |held| match (held, step) {
            (Json::Object(all), Json::Text(name)) => {
                Ok(Json::Object(all.iter().filter(|(key, _)| key != name).cloned().collect()))
            }
            (Json::List(all), Json::Number(at)) => {
                let at = if *at < 0.0 { at + all.len() as f64 } else { *at };
                let kept = all.iter().enumerate().filter(|(place, _)| *place as f64 != at);
                Ok(Json::List(kept.map(|(_, one)| one.clone()).collect()))
            }
            (Json::List(all), Json::Object(step)) => {
                let mut all = all.clone();
                all.drain(bounds(all.len(), step));
                Ok(Json::List(all))
            }
            (Json::Null, _) => Ok(Json::Null),
            (held, step) => Err(error(format!("Cannot delete field at {} of {}", step.kind(), held.kind()))),
        })?;
    }
    Ok(value)
}

fn assign(sign: &str, place: &Filter, value: &Filter, item: &Item, scope: &Scope) -> Items {
    let all = paths(place, &item.value, scope)?;
    if sign == "|=" {
        let (mut held, mut gone) = (item.value.clone(), Vec::new());
        for path in all {
            let mut empty = false;
            held = update(&held, &path, &mut |one| match values(value, one, scope)?.into_iter().next() {
                Some(new) => Ok(new),
                None => {
                    empty = true;
                    Ok(one.clone())
                }
            })?;
            if empty {
                gone.push(path);
            }
        }
        return Ok(vec![item.made(without(&held, &gone)?)]);
    }
    let mut found = Vec::new();
    for right in values(value, &item.value, scope)? {
        let mut held = item.value.clone();
        for path in &all {
            held = update(&held, path, &mut |one| match sign {
                "=" => Ok(right.clone()),
                "//=" => Ok(if one.truth() { one.clone() } else { right.clone() }),
                sign => operators::binary(&sign[..1], one, &right),
            })?;
        }
        found.push(item.made(held));
    }
    Ok(found)
}

fn object(fields: &[(Filter, Filter)], item: &Item, scope: &Scope) -> Items {
    let mut all = vec![Vec::new()];
    for (name, filter) in fields {
        let names = values(name, &item.value, scope)?;
        let found = values(filter, &item.value, scope)?;
        let mut next = Vec::new();
        for map in &all {
            for name in &names {
                let Json::Text(name) = name else {
                    return Err(error(format!("Object keys must be strings, not {}", name.kind())));
                };
                for one in &found {
                    let mut map: Vec<(String, Json)> = map.clone();
                    Json::put(&mut map, name, one.clone());
                    next.push(map);
                }
            }
        }
        if next.len() > LIMIT_VALUES {
            return Err(error("too many values"));
        }
        all = next;
    }
    Ok(all.into_iter().map(|map| item.made(Json::Object(map))).collect())
}
