//! What the field tables say of a place in an outline.

use super::outline::{Entry, Outline, Step};
use crate::kinds::schema::{Field, Struct, Type};
use crate::kinds::{Kind, ObjectMeta};
use crate::view::Shape;

/// The type of what stands at a place, and the field it belongs to.
#[derive(Clone, Copy)]
pub struct Place {
    pub ty: Type,
    /// None at the top of a document. For an item it is its list's field, for a key its mapping's.
    pub field: Option<(&'static Struct, &'static Field)>,
    /// False as soon as one field on the way is not acted on.
    pub simulated: bool,
}

/// What is known when only `metadata` is: a document without a kind.
const NAMELESS: Struct = Struct {
    name: "object",
    doc: "",
    fields: &[Field {
        name: "metadata",
        doc: "Name, labels and annotations of the object.",
        ty: || Type::Struct(&ObjectMeta::TABLE),
        simulated: true,
    }],
};

/// What is known of a document with `kind: List`, besides its items.
const LIST: Struct = Struct {
    name: "List",
    doc: "Several objects in one document.",
    fields: &[Field {
        name: "items",
        doc: "The objects, each with its own apiVersion and kind.",
        ty: || Type::List(|| Type::Struct(&NAMELESS)),
        simulated: true,
    }],
};

/// The kind of an object: the document, or an item of a List; what is written of its version may be
/// missing or wrong.
pub fn kind(outline: &Outline<'_>, object: Option<usize>) -> Option<Kind> {
    let wanted = outline.value_of(object, "kind");
    Kind::ALL.iter().copied().find(|kind| kind.info().kind == wanted)
}

/// The place of an object itself.
fn top(outline: &Outline<'_>, object: Option<usize>) -> Place {
    let is_list = object.is_none() && outline.value_of(None, "kind") == "List";
    let nameless = if is_list { &LIST } else { &NAMELESS };
    let table = kind(outline, object).map_or(nameless, |kind| kind.info().table);
    Place { ty: Type::Struct(table), field: None, simulated: true }
}

/// The place of an entry, if the tables know it.
pub fn of(outline: &Outline<'_>, entry: Option<usize>) -> Option<Place> {
    let object = outline.object_of(entry);
    let chain = entry.map(|entry| outline.chain(entry)).unwrap_or_default();
    let above = object.map_or(0, |object| outline.chain(object).len());
    chain.into_iter().skip(above).try_fold(top(outline, object), below)
}

fn below(place: Place, entry: &Entry<'_>) -> Option<Place> {
    match (place.ty, entry.step) {
        (Type::Struct(table), Step::Key { name, .. }) => {
            let field = table.field(name)?;
            let simulated = place.simulated && field.simulated;
            Some(Place { ty: (field.ty)(), field: Some((table, field)), simulated })
        }
        (Type::Map(item), Step::Key { .. }) | (Type::List(item), Step::Item(_)) => {
            Some(Place { ty: item(), ..place })
        }
        _ => None,
    }
}

pub fn shape(ty: Type) -> Shape {
    match ty {
        Type::String | Type::Bytes => Shape::Text,
        Type::Bool => Shape::TrueOrFalse,
        Type::Int32 | Type::Int64 => Shape::WholeNumber,
        Type::Float => Shape::Number,
        Type::Quantity => Shape::Quantity,
        Type::IntOrString => Shape::NumberOrText,
        Type::Time | Type::MicroTime => Shape::Time,
        Type::Any => Shape::Anything,
        Type::List(_) => Shape::List,
        Type::Map(_) | Type::Struct(_) => Shape::Mapping,
    }
}
