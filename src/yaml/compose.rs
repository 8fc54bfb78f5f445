//! From the parser's events to a value with places: anchors, merges, duplicates, limits.

use std::collections::BTreeMap;

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Span};
use serde_json::{Map, Value};

use super::places::{Place, Places};
use super::syntax::{SyntaxError, translate};
use super::{Document, scalar};

/// Levels of nesting that are read.
pub const LIMIT_DEPTH: usize = 100;
/// Values that are read, aliases counted by what they stand for.
pub const LIMIT_NODES: usize = 200_000;

/// Reads one document.
pub fn compose(text: &str, first_line: u32) -> Result<Document, SyntaxError> {
    let mut composer = Composer {
        events: Parser::new_from_str(text),
        first_line,
        path: String::new(),
        places: Places::default(),
        duplicates: Vec::new(),
        anchors: BTreeMap::new(),
        nodes: 0,
        depth: 0,
    };
    let mut value = Value::Null;
    while let Some((event, span)) = composer.next()? {
        match event {
            Event::StreamStart | Event::DocumentStart(_) | Event::StreamEnd | Event::Nothing => {}
            // go-yaml reads one document and does not look at what follows it.
            Event::DocumentEnd => break,
            other => value = composer.node(other, span)?,
        }
    }
    let Composer { places, duplicates, .. } = composer;
    Ok(Document { value, places, duplicates, first_line })
}

struct Composer<'t> {
    events: Parser<'t, saphyr_parser::StrInput<'t>>,
    first_line: u32,
    path: String,
    places: Places,
    duplicates: Vec<String>,
    anchors: BTreeMap<usize, (Value, usize)>,
    nodes: usize,
    depth: usize,
}

type Next<'t> = Option<(Event<'t>, Span)>;

impl<'t> Composer<'t> {
    fn next(&mut self) -> Result<Next<'t>, SyntaxError> {
        match self.events.next() {
            None => Ok(None),
            Some(Ok(pair)) => Ok(Some(pair)),
            Some(Err(error)) => Err(self.scan_error(&error)),
        }
    }

    fn scan_error(&self, error: &ScanError) -> SyntaxError {
        let words = translate(error.info());
        let within = (error.marker().line() as u32).saturating_sub(1);
        SyntaxError {
            line: self.first_line + within,
            column: error.marker().col() as u32 + 1,
            printed_line: if words.by_scanner { within + 1 } else { within },
            message: words.message,
            hint: words.hint,
        }
    }

    fn refuse(&self, span: Span, message: String) -> SyntaxError {
        let place = self.place(span);
        let printed_line = place.line + 1 - self.first_line;
        SyntaxError { line: place.line, column: place.column, printed_line, message, hint: String::new() }
    }

    fn place(&self, span: Span) -> Place {
        let (line, column) = (span.start.line() as u32, span.start.col() as u32 + 1);
        let same_line = span.end.line() == span.start.line();
        let end_column = if same_line { span.end.col() as u32 + 1 } else { column + 1 };
        Place {
            line: self.first_line + line.saturating_sub(1),
            column,
            end_column: end_column.max(column + 1),
        }
    }

    fn count(&mut self, nodes: usize, span: Span) -> Result<(), SyntaxError> {
        self.nodes = self.nodes.saturating_add(nodes);
        match self.nodes > LIMIT_NODES {
            true => Err(self.refuse(span, format!("document contains more than {LIMIT_NODES} values"))),
            false => Ok(()),
        }
    }

    fn node(&mut self, event: Event<'t>, span: Span) -> Result<Value, SyntaxError> {
        self.count(1, span)?;
        let before = self.nodes;
        let (value, anchor) = match event {
            Event::Scalar(text, style, anchor, tag) => {
                let tagged = tag.is_some_and(|tag| tag.suffix == "str");
                let plain = style == ScalarStyle::Plain && !tagged;
                let value = if plain { scalar::resolve(&text) } else { Value::String(text.into_owned()) };
                (value, anchor)
            }
            Event::SequenceStart(anchor, _) => (self.nested(span, Composer::sequence)?, anchor),
            Event::MappingStart(anchor, _) => (self.nested(span, Composer::mapping)?, anchor),
            Event::Alias(anchor) => (self.alias(anchor, span)?, 0),
            _ => (Value::Null, 0),
        };
        if anchor != 0 {
            self.anchors.insert(anchor, (value.clone(), self.nodes - before + 1));
        }
        Ok(value)
    }

    fn nested(
        &mut self,
        span: Span,
        read: impl FnOnce(&mut Self) -> Result<Value, SyntaxError>,
    ) -> Result<Value, SyntaxError> {
        if self.depth >= LIMIT_DEPTH {
            return Err(self.refuse(span, format!("exceeded max depth of {LIMIT_DEPTH}")));
        }
        self.depth += 1;
        let value = read(self);
        self.depth -= 1;
        value
    }

    fn alias(&mut self, anchor: usize, span: Span) -> Result<Value, SyntaxError> {
        let Some((value, nodes)) = self.anchors.get(&anchor).cloned() else {
            return Err(self.refuse(span, "anchor contains itself".into()));
        };
        self.count(nodes, span)?;
        Ok(value)
    }

    fn sequence(&mut self) -> Result<Value, SyntaxError> {
        let mut items = Vec::new();
        loop {
            match self.next()? {
                None | Some((Event::SequenceEnd, _)) => return Ok(Value::Array(items)),
                Some((event, span)) => {
                    let length = self.path.len();
                    self.path.push_str(&format!("[{}]", items.len()));
                    self.places.insert(&self.path, self.place(span));
                    items.push(self.node(event, span)?);
                    self.path.truncate(length);
                }
            }
        }
    }

    fn mapping(&mut self) -> Result<Value, SyntaxError> {
        let mut members = Map::new();
        let mut merged = Map::new();
        loop {
            match self.next()? {
                None | Some((Event::MappingEnd, _)) => break,
                Some((event, span)) => self.member(event, span, &mut members, &mut merged)?,
            }
        }
        for (name, value) in merged {
            members.entry(name).or_insert(value);
        }
        Ok(Value::Object(members))
    }

    fn member(
        &mut self,
        event: Event<'t>,
        span: Span,
        members: &mut Map<String, Value>,
        merged: &mut Map<String, Value>,
    ) -> Result<(), SyntaxError> {
        let plain_merge = matches!(&event, Event::Scalar(text, ScalarStyle::Plain, ..) if text == "<<");
        let name = self.key(event, span)?;
        let length = self.path.len();
        let step = if length == 0 { name.clone() } else { format!(".{name}") };
        self.path.push_str(&step);
        self.places.insert(&self.path, self.place(span));
        let value = match self.next()? {
            Some((event, span)) => self.node(event, span)?,
            None => Value::Null,
        };
        if plain_merge {
            merge(value, merged);
        } else if members.insert(name, value).is_some() {
            self.duplicates.push(self.path.clone());
        }
        self.path.truncate(length);
        Ok(())
    }

    /// Keys become strings, as on their way to JSON.
    fn key(&mut self, event: Event<'t>, span: Span) -> Result<String, SyntaxError> {
        Ok(match self.node(event, span)? {
            Value::String(text) => text,
            Value::Null => "null".into(),
            Value::Bool(truth) => truth.to_string(),
            Value::Number(number) => number.to_string(),
            Value::Array(_) | Value::Object(_) => {
                return Err(self.refuse(span, "invalid map key: a mapping or list cannot be a name".into()));
            }
        })
    }
}

/// `<<` takes one mapping or a list of them; earlier ones win.
fn merge(value: Value, into: &mut Map<String, Value>) {
    match value {
        Value::Object(members) => members.into_iter().for_each(|(name, value)| {
            into.entry(name).or_insert(value);
        }),
        Value::Array(items) => items.into_iter().for_each(|item| merge(item, into)),
        _ => {}
    }
}
