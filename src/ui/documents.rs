//! The files in the editor: which there are, which one is open, and what may be done with them. There is always one.

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Stays the same through renames; never used again.
    pub id: u32,
    pub name: String,
    pub text: String,
    /// Lent by a command that wants it edited: none of the reader's files.
    pub passing: bool,
}

impl Document {
    /// Its name does not say that it is something else.
    pub fn is_manifest(&self) -> bool {
        let last = self.name.rsplit('/').next().unwrap_or_default();
        last.rsplit_once('.').is_none_or(|(_, end)| matches!(end, "yaml" | "yml" | "json"))
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Documents {
    all: Vec<Document>,
    active: u32,
    next_id: u32,
}

impl Documents {
    /// Opens these files, the first in front.
    pub fn open(files: impl IntoIterator<Item = (String, String)>) -> Documents {
        let mut documents = Documents { all: Vec::new(), active: 0, next_id: 0 };
        for (name, text) in files {
            documents.push(name, text);
        }
        if documents.all.is_empty() {
            documents.push("manifest.yaml".to_string(), String::new());
        }
        documents.active = documents.all[0].id;
        documents
    }

    pub fn all(&self) -> &[Document] {
        &self.all
    }

    pub fn active(&self) -> &Document {
        self.all.iter().find(|doc| doc.id == self.active).unwrap_or(&self.all[0])
    }

    /// Names and texts, for storage and for applying everything.
    pub fn files(&self) -> Vec<(String, String)> {
        let own = self.all.iter().filter(|doc| !doc.passing);
        own.map(|doc| (doc.name.clone(), doc.text.clone())).collect()
    }

    pub fn switch_to(&mut self, id: u32) {
        if self.all.iter().any(|doc| doc.id == id) {
            self.active = id;
        }
    }

    pub fn switch_to_position(&mut self, at: usize) {
        if let Some(doc) = self.all.get(at) {
            self.active = doc.id;
        }
    }

    pub fn active_position(&self) -> usize {
        self.all.iter().position(|doc| doc.id == self.active).unwrap_or(0)
    }

    pub fn edit(&mut self, id: u32, text: String) {
        if let Some(doc) = self.all.iter_mut().find(|doc| doc.id == id) {
            doc.text = text;
        }
    }

    pub fn add(&mut self) {
        let name = (1..).map(|n| format!("file-{n}.yaml")).find(|name| !self.has(name)).unwrap_or_default();
        self.active = self.push(name, String::new());
    }

    pub fn named(&self, name: &str) -> Option<&Document> {
        self.all.iter().find(|doc| doc.name == name && !doc.passing)
    }

    /// A file that is there already, behind the others or in front of them.
    pub fn put(&mut self, name: &str, text: &str, in_front: bool) -> u32 {
        let id = self.push(name.to_owned(), text.to_owned());
        if in_front {
            self.active = id;
        }
        id
    }

    /// A text a command lends, in front.
    pub fn lend(&mut self, name: &str, text: &str) -> u32 {
        let id = self.put(name, text, true);
        if let Some(last) = self.all.last_mut() {
            last.passing = true;
        }
        id
    }

    /// An empty name, or one that another file has, changes nothing.
    pub fn rename(&mut self, id: u32, name: &str) {
        let name = name.trim();
        if name.is_empty() || self.has(name) {
            return;
        }
        if let Some(doc) = self.all.iter_mut().find(|doc| doc.id == id) {
            doc.name = name.to_string();
        }
    }

    /// The neighbour comes to the front; the last file is replaced by an empty one.
    pub fn close(&mut self, id: u32) {
        let Some(at) = self.all.iter().position(|doc| doc.id == id) else {
            return;
        };
        self.all.remove(at);
        if self.all.is_empty() {
            self.push("manifest.yaml".to_string(), String::new());
        }
        if self.active == id {
            self.active = self.all[at.min(self.all.len() - 1)].id;
        }
    }

    fn has(&self, name: &str) -> bool {
        self.all.iter().any(|doc| doc.name == name)
    }

    fn push(&mut self, name: String, text: String) -> u32 {
        let id = self.next_id;
        self.next_id += 1;
        self.all.push(Document { id, name, text, passing: false });
        id
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn documents(names: &[&str]) -> Documents {
        Documents::open(names.iter().map(|name| ((*name).to_string(), format!("# {name}"))))
    }

    fn names(documents: &Documents) -> Vec<&str> {
        documents.all().iter().map(|doc| doc.name.as_str()).collect()
    }

    #[test]
    fn there_is_always_a_file() {
        let mut docs = documents(&[]);
        assert_eq!(names(&docs), ["manifest.yaml"]);
        docs.close(docs.active().id);
        assert_eq!(names(&docs), ["manifest.yaml"]);
        assert_eq!(docs.active().text, "");
    }

    #[test]
    fn closing_brings_the_neighbour_to_the_front() {
        let mut docs = documents(&["a", "b", "c"]);
        docs.switch_to(1);
        docs.close(1);
        assert_eq!(docs.active().name, "c");
        docs.close(2);
        assert_eq!(docs.active().name, "a");
    }

    #[test]
    fn names_stay_different() {
        let mut docs = documents(&["a", "b"]);
        docs.rename(0, "b");
        docs.rename(1, "  ");
        assert_eq!(names(&docs), ["a", "b"]);
        docs.rename(0, " web.yaml ");
        docs.add();
        docs.add();
        assert_eq!(names(&docs), ["web.yaml", "b", "file-1.yaml", "file-2.yaml"]);
        assert_eq!(docs.active().name, "file-2.yaml");
    }

    #[test]
    fn an_edit_reaches_the_file_it_was_made_in() {
        let mut docs = documents(&["a", "b"]);
        docs.switch_to(1);
        docs.edit(0, "late".to_string());
        assert_eq!(docs.files()[0].1, "late");
        assert_eq!(docs.active().text, "# b");
    }
}
