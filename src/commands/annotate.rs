//! `errdoc annotate`: one line in, one line out, for engines that run a filter where their data is.

use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::mem::ManuallyDrop;

use errdoc::diagnose::Engine;
use errdoc::input::{MOST_BYTES, decode, extract};
use errdoc::scan::blocks::MOST_LINE as MAX_LINE;
use errdoc::scan::filter::Filter;

use super::told::Told;
use super::{Call, Output, Trouble, World, unwritable};
use crate::cli::{Annotate, Format};
use crate::render::scan::line;
use crate::render::{Look, short};

/// The size of the buffers.
const BUFFER: usize = 64 * 1024;

/// The largest number of lines that a chunk may announce.
const MOST_DIGITS: usize = 18;

/// Runs the command.
pub(super) fn run(
    args: &Annotate,
    call: Call<'_>,
    world: &mut World<'_>,
) -> Result<Output, Trouble> {
    let Call { catalog, only, .. } = call;
    // A person who watches wants a line, not a page of JSON.
    let is_watched = world.streams.is_terminal && call.format.is_none() && !args.chunk_header;
    let format = call.form("annotate")?;
    // The program ends with it.
    let engine = ManuallyDrop::new(Engine::new(catalog, only)?);
    let mut annotator = Annotator {
        filter: Filter::new(&engine),
        engine: &engine,
        is_tsv: format == Format::Tsv,
        short: (args.short || is_watched).then_some(world.look),
        number: 0,
        // Somebody watches.
        is_flushed: args.line_buffered || world.streams.is_terminal,
        line: Vec::new(),
        told: Told::default(),
        last: Last::default(),
    };
    let input = BufReader::with_capacity(BUFFER, &mut *world.stdin);
    let output = BufWriter::with_capacity(BUFFER, &mut *world.streams.out);
    annotator.run(args, input, output)?;
    Ok(Output::default())
}

/// Answers lines.
struct Annotator<'e> {
    engine: &'e Engine,
    filter: Filter<'e>,
    is_tsv: bool,
    /// How answers for people look, where those are asked for.
    short: Option<Look>,
    /// How many lines were read.
    number: u64,
    is_flushed: bool,
    line: Vec<u8>,
    told: Told,
    last: Last,
}

/// The last line that was answered for itself alone, with its answer: programs in a loop log the same line again and again.
#[derive(Default)]
struct Last {
    line: Vec<u8>,
    answer: String,
}

/// The longest line that is compared with the next.
const MAX_SAME: usize = 16 * 1024;

impl Annotator<'_> {
    /// Answers every line of a stream.
    fn run(
        &mut self,
        args: &Annotate,
        mut input: impl BufRead,
        mut output: impl Write,
    ) -> Result<(), Trouble> {
        loop {
            let rows = if args.chunk_header {
                match self.header(&mut input)? {
                    Some(rows) => rows,
                    None => break,
                }
            } else {
                u64::MAX
            };
            for row in 0..rows {
                if !self.read(&mut input)? {
                    if args.chunk_header {
                        return Err(Trouble::Input(format!(
                            "the input ends after {row} of {rows} announced lines"
                        )));
                    }
                    return output.flush().map_err(|error| unwritable(&error));
                }
                self.answer(&mut output)
                    .and_then(|()| {
                        if self.is_flushed {
                            output.flush()
                        } else {
                            Ok(())
                        }
                    })
                    .map_err(|error| unwritable(&error))?;
            }
            // The other side sends no more before it has these.
            output.flush().map_err(|error| unwritable(&error))?;
        }
        output.flush().map_err(|error| unwritable(&error))
    }

    /// Reads the number of lines that follow; nothing at the end of the input.
    fn header(&mut self, input: &mut impl BufRead) -> Result<Option<u64>, Trouble> {
        if !self.read(input)? {
            return Ok(None);
        }
        let text = self.line.trim_ascii();
        let number = std::str::from_utf8(text)
            .ok()
            .filter(|text| text.len() <= MOST_DIGITS && text.bytes().all(|b| b.is_ascii_digit()))
            .and_then(|text| text.parse().ok());
        number.map(Some).ok_or_else(|| {
            Trouble::Input("a line with the number of lines that follow was expected".to_owned())
        })
    }

    /// Reads the next line, of one that is too long the part that is looked at; says whether there is one.
    fn read(&mut self, input: &mut impl BufRead) -> Result<bool, Trouble> {
        let unreadable =
            |error: io::Error| Trouble::Input(format!("cannot read standard input: {error}"));
        self.line.clear();
        self.line.shrink_to(MOST_BYTES / 16);
        let limit = MOST_BYTES as u64 + 1;
        let length = input
            .by_ref()
            .take(limit)
            .read_until(b'\n', &mut self.line)
            .map_err(unreadable)?;
        if length == 0 {
            return Ok(false);
        }
        if self.line.last() == Some(&b'\n') {
            self.line.pop();
        } else if length as u64 == limit {
            input.skip_until(b'\n').map_err(unreadable)?;
        }
        Ok(true)
    }

    /// Answers the line that was read.
    fn answer(&mut self, output: &mut impl Write) -> io::Result<()> {
        self.number += 1;
        let line_ = self.line.as_slice();
        if !self.last.answer.is_empty() && self.last.line == line_ {
            return output.write_all(self.last.answer.as_bytes());
        }
        self.last.answer.clear();
        // Reading a long line is bounded; looking for all that it may hold is not.
        if line_.len() <= MAX_LINE && !self.filter.passes(line_) {
            self.told.keep(line_);
            if self.short.is_some() {
                return Ok(());
            }
            return output.write_all(line::nothing(self.is_tsv).as_bytes());
        }
        let mut found = extract(&decode(line_));
        let own = found.secrets.clone();
        let known = self.told.known(self.number, line_);
        found.secrets.extend(known.map(str::to_owned));
        self.told.add(self.number, own);
        let report = self.engine.diagnose(&found);
        if let Some(look) = self.short {
            let lead = look.paint.faint(&format!("{}: ", self.number));
            for line in short::report(&report, look).lines() {
                writeln!(output, "{lead}{line}")?;
            }
            return Ok(());
        }
        let text = if self.is_tsv {
            line::tsv(&report)
        } else {
            line::json(&report)
        };
        if self.told.is_empty() && line_.len() <= MAX_SAME {
            self.last.line.clear();
            self.last.line.extend_from_slice(line_);
            self.last.answer.clone_from(&text);
        }
        output.write_all(text.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::{Annotator, Last, Told, Trouble};
    use crate::cli::Annotate;
    use errdoc::catalog::Catalog;
    use errdoc::diagnose::Engine;
    use errdoc::scan::filter::Filter;

    fn annotate(input: &[u8], is_tsv: bool, chunk_header: bool) -> Result<String, Trouble> {
        let engine = Engine::new(&Catalog::builtin(), &[]).unwrap();
        let mut annotator = Annotator {
            filter: Filter::new(&engine),
            engine: &engine,
            is_tsv,
            short: None,
            number: 0,
            is_flushed: false,
            line: Vec::new(),
            told: Told::default(),
            last: Last::default(),
        };
        let args = Annotate {
            short: false,
            line_buffered: false,
            chunk_header,
        };
        let mut output = Vec::new();
        annotator.run(&args, input, &mut output)?;
        Ok(String::from_utf8(output).unwrap())
    }

    const ERROR: &str = r#"{"error":"Event 'welcome' not found"}"#;

    #[test]
    fn a_line_in_is_a_line_out_whatever_the_line() {
        let long = format!("{{\"error\":\"{}\"}}", "x".repeat(10_000_000));
        let lines = [
            "",
            ERROR,
            "<html>502</html>",
            "\u{0}\u{1}",
            "plain",
            &long,
            "{\"error\":",
            ERROR,
        ];
        let mut input = lines.join("\n").into_bytes();
        input.extend_from_slice(b"\n\xff\xfe bad \"error\": \xc3\x28\n\r\n");
        for is_tsv in [false, true] {
            let output = annotate(&input, is_tsv, false).unwrap();
            let answers: Vec<&str> = output.lines().collect();
            assert_eq!(answers.len(), lines.len() + 2);
            for (at, answer) in answers.iter().enumerate() {
                assert_eq!(
                    answer.contains("event-not-found"),
                    [1, 7].contains(&at),
                    "{at}: {answer}"
                );
            }
        }
        assert_eq!(annotate(b"", false, false).unwrap(), "");
        assert_eq!(
            annotate(b"no line feed", false, false).unwrap(),
            "{\"diagnoses\":[]}\n"
        );
    }

    #[test]
    fn tabs_and_line_feeds_in_a_value_stay_in_their_cell() {
        let output = annotate(br#"{"error":"Event 'a\tb\nc' not found"}"#, true, false).unwrap();
        assert_eq!(output.lines().count(), 1);
        let columns = annotate(b"x", true, false).unwrap().matches('\t').count();
        assert_eq!(output.matches('\t').count(), columns);
    }

    #[test]
    fn a_chunk_is_answered_before_the_next_is_read() {
        let input = format!("2\n{ERROR}\nx\n0\n1\n{ERROR}\n");
        let output = annotate(input.as_bytes(), true, true).unwrap();
        assert_eq!(output.lines().count(), 3);
        assert!(matches!(
            annotate(b"2\nx\n", true, true),
            Err(Trouble::Input(_))
        ));
        assert!(matches!(
            annotate(b"two\nx\n", true, true),
            Err(Trouble::Input(_))
        ));
    }
}
