//! What is inside containers, at a terminal: files, variables, volumes, logs and commands. `tests/containers/lines.txt` is
//! what is typed, `said.txt` what is answered; `UPDATE_GOLDENS=1` writes it anew.

use std::path::Path;

use kubarium::cluster::World;
use kubarium::cluster::presets::Preset;
use kubarium::terminal::Terminal;

#[test]
fn a_terminal_sees_what_is_inside_containers() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/containers");
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap_or_default();
    let mut world = World::new(Preset::Minikube, 1);
    let mut terminal = Terminal::default();
    for name in ["pods.yaml", "claim.yaml", "settings-2.yaml", "liveness.yaml", "service.yaml"] {
        terminal.files.insert(name.into(), read(name));
    }
    let mut said = String::new();
    for line in read("lines.txt").lines() {
        let outcome = terminal.run(&mut world, line);
        said += &format!("$ {line}\n{}{}", outcome.stdout, outcome.stderr);
        if outcome.code != 0 {
            said += &format!("[{}]\n", outcome.code);
        }
    }
    if std::env::var_os("UPDATE_GOLDENS").is_some() {
        std::fs::write(folder.join("said.txt"), &said).expect("the golden is written");
    }
    let kept = read("said.txt");
    let first = kept.lines().zip(said.lines()).find(|(kept, said)| kept != said);
    assert_eq!(first, None, "UPDATE_GOLDENS=1 writes it anew");
    assert_eq!(kept.len(), said.len());
}
