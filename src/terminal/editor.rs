//! A file in an editor: `vi`, `nano`. It waits for its text, as `kubectl edit` does.

use super::seat::key;
use crate::cluster::World;
use crate::kubectl::call::{Answer, Polled, ToEdit, Wait, Wants};

/// See the module's head.
#[derive(Clone, Debug)]
pub struct Editor {
    command: String,
    path: String,
    text: String,
    /// What was given back; within it nothing if it was closed without saving.
    given: Option<Option<String>>,
}

impl Editor {
    pub fn new(command: &str, path: String, text: String) -> Editor {
        Editor { command: command.to_owned(), path, text, given: None }
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
        let name = key(&self.path).to_owned();
        Wants::Edit(ToEdit {
            command: self.command.clone(),
            subject: name.clone(),
            name,
            text: self.text.clone(),
            passing: false,
            refused: 0,
        })
    }

    fn give(&mut self, text: Option<String>) {
        self.given = Some(text);
    }
}
