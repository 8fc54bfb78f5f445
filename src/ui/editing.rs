//! A file that a command of the terminal wants edited, in a tab of the page's editor; and what commands did to the files
//! that stand in tabs. The terminal's files and the editor's are the same: see `Session::changed_files`.

use super::documents::Documents;
use super::state::{Pane, UiState};
use crate::view::{FileToEdit, TerminalFile};

/// Tabs there may be before commands open no more of them.
const LIMIT_TABS: usize = 24;

#[derive(Clone, Debug, PartialEq)]
pub struct Editing {
    pub file: FileToEdit,
    /// Its tab.
    pub document: u32,
    /// What the tab held before; none if it was opened for this.
    before: Option<String>,
    /// The tab that was in front.
    behind: u32,
    /// Times the reader asked to be led to it.
    pub calls: u32,
    /// The reader saved: what the tab holds stays.
    pub saved: bool,
}

/// What the command in front wants edited now; nothing ends the edit.
pub fn show(state: &mut UiState, wanted: Option<FileToEdit>) {
    // A file that was saved and is wanted again is edited anew; an object comes back when it was refused.
    let same = |now: &Editing| {
        wanted.as_ref().is_some_and(|file| file.name == now.file.name && (file.passing || !now.saved))
    };
    match (state.editing.take_if(|now| !same(now)), wanted) {
        (Some(over), Some(file)) => {
            leave(state, over);
            open(state, file);
        }
        (Some(over), None) => {
            leave(state, over);
            state.pane = if state.pane == Pane::Editor { Pane::Terminal } else { state.pane };
        }
        (None, Some(file)) if state.editing.is_none() => open(state, file),
        (None, Some(file)) => open_again(state, file),
        (None, None) => {}
    }
}

fn open(state: &mut UiState, file: FileToEdit) {
    let documents = &mut state.documents;
    let behind = documents.active().id;
    let tab = if file.passing { None } else { documents.named(&file.name).cloned() };
    let document = match &tab {
        Some(tab) => {
            documents.edit(tab.id, file.text.clone());
            documents.switch_to(tab.id);
            tab.id
        }
        None if file.passing => documents.lend(&file.name, &file.text),
        None => documents.put(&file.name, &file.text, true),
    };
    state.pane = Pane::Editor;
    state.editing =
        Some(Editing { file, document, before: tab.map(|tab| tab.text), behind, calls: 0, saved: false });
}

/// What was saved was refused.
fn open_again(state: &mut UiState, file: FileToEdit) {
    let Some(editing) = &mut state.editing else { return };
    if editing.file == file {
        return;
    }
    state.documents.edit(editing.document, file.text.clone());
    state.documents.switch_to(editing.document);
    (editing.file, editing.saved) = (file, false);
    state.pane = Pane::Editor;
}

/// Leads to what is edited.
pub fn go(state: &mut UiState) {
    let Some(editing) = &mut state.editing else { return };
    editing.calls += 1;
    state.documents.switch_to(editing.document);
    state.pane = Pane::Editor;
}

fn leave(state: &mut UiState, over: Editing) {
    let documents = &mut state.documents;
    let stays = !over.file.passing && (over.saved || over.before.is_some());
    if let Some(before) = over.before.filter(|_| !over.saved) {
        documents.edit(over.document, before);
    }
    if !stays {
        documents.close(over.document);
        documents.switch_to(over.behind);
    }
}

/// What commands did to the files.
pub fn take_over(state: &mut UiState, files: &[TerminalFile]) {
    for file in files {
        let tab = state.documents.named(&file.name).map(|tab| (tab.id, tab.text.clone()));
        match (tab, &file.now) {
            (Some((id, text)), now) if file.handed.as_ref() == Some(&text) => {
                change(&mut state.documents, id, now.as_deref());
            }
            (None, Some(now)) if file.handed.is_none() && state.documents.all().len() < LIMIT_TABS => {
                let new = state.taken_over.insert(file.name.clone());
                let _ = new.then(|| state.documents.put(&file.name, now, false));
            }
            _ => {}
        }
    }
}

fn change(documents: &mut Documents, id: u32, now: Option<&str>) {
    match now {
        Some(text) => documents.edit(id, text.to_owned()),
        None => documents.close(id),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::state::{Theme, UiAction, reduce};
    use crate::ui::text::Lang;

    fn begun() -> UiState {
        let files = ["a.yaml", "b.yaml"].map(|name| (name.to_string(), name.to_string()));
        UiState::new(Lang::En, Theme::Light, Documents::open(files))
    }

    fn wanted(name: &str, text: &str, passing: bool) -> Option<FileToEdit> {
        let (name, text) = (name.to_string(), text.to_string());
        Some(FileToEdit { name, text, passing, ..FileToEdit::default() })
    }

    fn names(state: &UiState) -> Vec<&str> {
        state.documents.all().iter().map(|doc| doc.name.as_str()).collect()
    }

    #[test]
    fn an_objects_tab_is_lent() {
        let open = reduce(&begun(), UiAction::Edit(wanted("pod.yaml", "x", true)));
        assert_eq!((open.documents.active().name.as_str(), open.pane), ("pod.yaml", Pane::Editor));
        assert_eq!(open.documents.files().len(), 2, "it is none of the reader's files");
        let typed = reduce(&open, UiAction::EditFile(open.documents.active().id, "y".to_string()));
        let again = reduce(&typed, UiAction::Edit(wanted("pod.yaml", "# refused\ny", true)));
        assert_eq!(again.documents.active().text, "# refused\ny");
        let over = reduce(&again, UiAction::Edit(None));
        assert_eq!((names(&over), over.pane), (vec!["a.yaml", "b.yaml"], Pane::Terminal));
    }

    #[test]
    fn a_file_that_is_left_is_as_it_was() {
        let open = reduce(&begun(), UiAction::Edit(wanted("b.yaml", "b.yaml", false)));
        let id = open.documents.active().id;
        assert_eq!((open.documents.active().name.as_str(), open.documents.all().len()), ("b.yaml", 2));
        let typed = reduce(&open, UiAction::EditFile(id, "changed".to_string()));
        assert_eq!(reduce(&typed, UiAction::Edit(None)).documents.active().text, "b.yaml");
        let saved = reduce(&typed, UiAction::EditSaved);
        assert_eq!(reduce(&saved, UiAction::Edit(None)).documents.active().text, "changed");
        let new = reduce(&begun(), UiAction::Edit(wanted("run.sh", "", false)));
        assert_eq!(names(&reduce(&new, UiAction::Edit(None))), ["a.yaml", "b.yaml"]);
        let kept = reduce(&reduce(&new, UiAction::EditSaved), UiAction::Edit(None));
        assert_eq!(names(&kept), ["a.yaml", "b.yaml", "run.sh"]);
    }

    #[test]
    fn what_commands_do_to_files_is_seen_in_their_tabs() {
        let file = |name: &str, handed: Option<&str>, now: Option<&str>| TerminalFile {
            name: name.to_string(),
            handed: handed.map(str::to_string),
            now: now.map(str::to_string),
        };
        let files = vec![
            file("a.yaml", Some("a.yaml"), Some("longer")),
            file("b.yaml", Some("older"), None),
            file("new.yaml", None, Some("kind: Pod")),
        ];
        let after = reduce(&begun(), UiAction::FilesChanged(files.clone()));
        assert_eq!(names(&after), ["a.yaml", "b.yaml", "new.yaml"], "b was typed in since");
        assert_eq!(after.documents.active().text, "longer");
        let closed = reduce(&after, UiAction::CloseFile(2));
        assert_eq!(names(&reduce(&closed, UiAction::FilesChanged(files))), ["a.yaml", "b.yaml"]);
        let gone = vec![file("b.yaml", Some("b.yaml"), None)];
        assert_eq!(names(&reduce(&begun(), UiAction::FilesChanged(gone))), ["a.yaml"]);
    }
}
