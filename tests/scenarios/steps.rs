//! `steps.txt`: what a user does and when, one step to a line.
//!
//! ```text
//! # A comment at the top is the story's heading.
//! cluster cloud                   three-nodes if left out
//! tell event replicaset           which kinds the story is about; all if left out
//! at 0s apply web.yaml
//! at 1m30s scale deployment/web 4
//! at 2m kubectl describe deployment web
//! at 2m10s $ kubectl exec web-0 -- ls     typed into the terminal
//! until 3m
//! ```

/// One thing to do.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    pub at_us: u64,
    /// As written.
    pub text: String,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Steps {
    pub heading: Vec<String>,
    pub cluster: Option<String>,
    pub tell: Vec<String>,
    pub steps: Vec<Step>,
    pub until_us: u64,
}

pub fn parse(text: &str) -> Result<Steps, String> {
    let mut all = Steps::default();
    for (at, line) in text.lines().enumerate() {
        take_line(line.trim(), &mut all).map_err(|error| format!("steps.txt, line {}: {error}", at + 1))?;
    }
    Ok(all)
}

fn take_line(line: &str, all: &mut Steps) -> Result<(), String> {
    let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
    match word {
        "" => {}
        "#" => all.heading.push(line.to_owned()),
        "cluster" => all.cluster = Some(rest.to_owned()),
        "tell" => all.tell = rest.split_whitespace().map(str::to_owned).collect(),
        "until" => all.until_us = time_us(rest)?,
        "at" => {
            let (time, text) = rest.split_once(' ').ok_or("at TIME STEP")?;
            all.steps.push(Step { at_us: time_us(time)?, text: text.trim().to_owned() });
        }
        other => return Err(format!("`{other}` is not a word of steps.txt")),
    }
    Ok(())
}

/// `90s`, `5m`, `1m30s`, `1h`.
fn time_us(text: &str) -> Result<u64, String> {
    let (mut total, mut number) = (0, String::new());
    for c in text.trim().chars() {
        let unit = match c {
            'h' => 3600,
            'm' => 60,
            's' => 1,
            digit => {
                number.push(digit);
                continue;
            }
        };
        let count: u64 = std::mem::take(&mut number).parse().map_err(|_| format!("{text} is no time"))?;
        total += count * unit * 1_000_000;
    }
    if number.is_empty() { Ok(total) } else { Err(format!("{text} is no time: end it with s, m or h")) }
}
