//! A file in an editor: `vi`, `nano`. It waits for its text, as `kubectl edit` does.

use crate::cluster::World;
use crate::kubectl::call::{Answer, Polled, Wait, Wants};

/// See the module's head.
#[derive(Clone, Debug)]
pub struct Editor {
    name: String,
    path: String,
    text: String,
    /// What was given back; within it nothing if it was closed without saving.
    given: Option<Option<String>>,
}

impl Editor {
    pub fn new(name: &str, path: String, text: String) -> Editor {
        Editor { name: name.to_owned(), path, text, given: None }
    }
}

impl Wait for Editor {
    fn poll(&mut self, _: &mut World) -> Polled {
        match self.given {
            Some(_) => Polled::Done(Answer::default()),
            None => Polled::More(Answer::default()),
        }
    }

    fn leaves(&mut self) -> Option<(String, String)> {
        self.given.take().flatten().map(|text| (self.path.clone(), text))
    }

    fn wants(&self) -> Wants {
        Wants::Edit(self.name.clone(), self.text.clone())
    }

    fn give(&mut self, text: Option<String>) {
        self.given = Some(text);
    }
}
