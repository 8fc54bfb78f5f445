//! What xterm.js reports of the keyboard, as keys of readline's Emacs mode. Several letters at once are a paste or an
//! input method's: in them a tab is a space and nothing is completed.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    Letter(char),
    Enter,
    Tab,
    Backspace,
    Delete,
    Left,
    Right,
    WordLeft,
    WordRight,
    Home,
    End,
    Older,
    Newer,
    CutToStart,
    CutToEnd,
    CutWord,
    Interrupt,
    EndOfInput,
    ClearScreen,
}

pub fn keys(data: &str) -> Vec<Key> {
    if let Some(sequence) = data.strip_prefix('\x1b') {
        return escaped(sequence).into_iter().collect();
    }
    let pasted = data.chars().nth(1).is_some();
    let mut keys = Vec::new();
    let mut before = ' ';
    for letter in data.chars() {
        // A line that ends in both ends once.
        if !(letter == '\n' && before == '\r') {
            keys.extend(if pasted && letter == '\t' { Some(Key::Letter(' ')) } else { plain(letter) });
        }
        before = letter;
    }
    keys
}

fn plain(letter: char) -> Option<Key> {
    Some(match letter {
        '\r' | '\n' => Key::Enter,
        '\t' => Key::Tab,
        '\x7f' | '\x08' => Key::Backspace,
        '\x01' => Key::Home,
        '\x02' => Key::Left,
        '\x03' => Key::Interrupt,
        '\x04' => Key::EndOfInput,
        '\x05' => Key::End,
        '\x06' => Key::Right,
        '\x0b' => Key::CutToEnd,
        '\x0c' => Key::ClearScreen,
        '\x0e' => Key::Newer,
        '\x10' => Key::Older,
        '\x15' => Key::CutToStart,
        '\x17' => Key::CutWord,
        letter if letter.is_control() => return None,
        letter => Key::Letter(letter),
    })
}

fn escaped(sequence: &str) -> Option<Key> {
    Some(match sequence {
        "[A" | "OA" => Key::Older,
        "[B" | "OB" => Key::Newer,
        "[C" | "OC" => Key::Right,
        "[D" | "OD" => Key::Left,
        "[H" | "OH" | "[1~" => Key::Home,
        "[F" | "OF" | "[4~" => Key::End,
        "[3~" => Key::Delete,
        "[1;5C" | "[1;3C" | "f" => Key::WordRight,
        "[1;5D" | "[1;3D" | "b" => Key::WordLeft,
        "\x7f" => Key::CutWord,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paste_ends_each_line_once_and_completes_nothing() {
        let expected = [Key::Letter('a'), Key::Letter(' '), Key::Enter, Key::Letter('b'), Key::Enter];
        assert_eq!(keys("a\t\r\nb\r"), expected);
        assert_eq!(keys("\t"), [Key::Tab]);
    }

    #[test]
    fn sequences_are_keys_and_strange_ones_nothing() {
        assert_eq!(keys("\x1b[A"), [Key::Older]);
        assert_eq!(keys("\x1b[3~"), [Key::Delete]);
        assert_eq!(keys("\x1b[99;99z"), []);
        assert_eq!(keys("\x1b"), []);
        assert_eq!(keys("\x00\x07"), []);
        assert_eq!(keys("한글"), [Key::Letter('한'), Key::Letter('글')]);
    }
}
