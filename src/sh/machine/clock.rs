//! What takes its time or never ends: `time`, `yes`.

use super::streams::{Input, Output};
use super::task::{Frame, Task};
use super::{Machine, Step};
use crate::sh::host::{Host, Outcome};
use crate::sim::SimTime;

/// Bytes in a pipe that are enough for now (Linux' pipes hold 64 KiB).
const MUCH: usize = 64 << 10;

impl Task {
    /// What `time` tells: the clock's time, of which none was spent reckoning.
    pub(super) fn tell_time(
        &mut self,
        machine: &mut Machine,
        host: &mut dyn Host,
        begun: Option<SimTime>,
        posix: bool,
    ) {
        let span = host.now().zip(begun).map_or(0, |(now, begun)| now.since(begun).as_millis());
        let (seconds, millis) = (span / 1000, span % 1000);
        let format = self.state.find("TIMEFORMAT").map(str::to_owned);
        let dialect = self.state.dialect;
        let stderr = match (posix, format) {
            _ if !dialect.is_bash() => {
                let (minutes, seconds) = (seconds / 60, seconds % 60);
                format!("real\t{minutes}m {seconds}.{:02}s\nuser\t0m 0.00s\nsys\t0m 0.00s\n", millis / 10)
            }
            (true, _) => format!("real {seconds}.{:02}\nuser 0.00\nsys 0.00\n", millis / 10),
            (false, Some(format)) => {
                let real = format!("{seconds}.{millis:03}");
                format!("{}\n", format.replace("%R", &real).replace("%U", "0.000").replace("%S", "0.000"))
            }
            (false, None) => format!(
                "\nreal\t{}m{}.{millis:03}s\nuser\t0m0.000s\nsys\t0m0.000s\n",
                seconds / 60,
                seconds % 60
            ),
        };
        let code = self.state.code;
        self.emit(machine, host, &Outcome { stderr, code, ..Outcome::default() });
    }

    /// A hundred lines more, while somebody reads them.
    pub(super) fn again(&mut self, machine: &mut Machine, host: &mut dyn Host, line: String) -> Step {
        if let Output::Pipe(pipe) = self.fds.out
            && machine.waiting(Input::Pipe(pipe)).0.len() > MUCH
            && machine.has_reader(pipe)
        {
            self.frames.push(Frame::Again(line));
            return Step::Blocked;
        }
        let text = line.repeat(100);
        self.frames.push(Frame::Again(line));
        self.emit(machine, host, &Outcome::said(text));
        Step::Went
    }
}
