//! A run told as text: one line for each event, or for each change, and where things stand at the end.

use std::fmt::Write;

use kubarium::cluster::{Change, Verb};
use kubarium::kinds::Kind;
use kubarium::kinds::event::Event;
use kubarium::kinds::pod::Pod;
use kubarium::kubectl::columns;
use kubarium::session::Session;

pub fn tell(session: &Session, timeline: bool) -> String {
    let mut text = String::new();
    for change in session.world().api().store().log().iter() {
        let line = if timeline { Some(change_line(change)) } else { event_line(change) };
        if let Some(line) = line {
            let _ = writeln!(text, "{:>12}  {line}", change.at.to_string());
        }
    }
    let _ = writeln!(text, "\n{}", pods(session));
    let _ = write!(text, "digest {}\n", session.digest());
    text
}

fn event_line(change: &Change) -> Option<String> {
    let event = change.resource::<Event>().filter(|_| change.verb != Verb::Deleted)?;
    let about = &event.involved_object;
    let count = if event.count > 1 { format!(" x{}", event.count) } else { String::new() };
    Some(format!("{:<7} {:<20} {}/{}{count}: {}", event.kind, event.reason, about.kind.to_lowercase(), about.name, event.message))
}

fn change_line(change: &Change) -> String {
    if let Some(line) = event_line(change) {
        return format!("event    {line}");
    }
    let verb = match change.verb {
        Verb::Added => "added",
        Verb::Modified => "changed",
        Verb::Deleted => "deleted",
    };
    let detail = change.resource::<Pod>().map(|pod| pod_detail(pod)).unwrap_or_default();
    format!("{verb:<8} {} by {}{detail}", change.key, change.actor)
}

fn pod_detail(pod: &Pod) -> String {
    let columns = columns::pod(pod);
    let node = if pod.spec.node_name.is_empty() { "-" } else { &pod.spec.node_name };
    format!("  {} {}/{} node={node}", columns.status, columns.ready, columns.total)
}

/// As `kubectl get pods -A -o wide`.
fn pods(session: &Session) -> String {
    let mut text = format!("{:<12} {:<36} {:<7} {:<20} {:<9} {}\n", "NAMESPACE", "NAME", "READY", "STATUS", "RESTARTS", "NODE");
    for (_, object) in session.world().api().store().objects(Kind::Pod) {
        let kubarium::kinds::Object::Pod(pod) = object else { continue };
        let row = columns::pod(pod);
        let ready = format!("{}/{}", row.ready, row.total);
        let _ = writeln!(text, "{:<12} {:<36} {ready:<7} {:<20} {:<9} {}", pod.meta.namespace, pod.meta.name, row.status, row.restarts, pod.spec.node_name);
    }
    text
}
