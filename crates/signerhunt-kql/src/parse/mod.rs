//! From words to what a query says: statements and the stages of the one pipeline. Expressions are in [`expression`], what cannot
//! be answered here is named in [`unsupported`]. Nothing is known of columns and types yet.

mod expression;
mod stage;
mod unsupported;

use crate::refusal::{Trouble, trouble};
use crate::syntax::{Let, Syntax};
use crate::token::{Kind, Lexer, Token};

/// The one table that queries are over.
pub const TABLE: &str = "DeviceFileCertificateInfo";

/// How deep parentheses may nest and how many signs may follow each other: what is walked along later must not be deeper than
/// the stack.
const MAX_DEPTH: usize = 64;

/// Reads a query.
pub(crate) fn parse(text: &str) -> Result<Syntax, Trouble> {
    let mut lexer = Lexer::new(text);
    let token = lexer.next()?;
    Parser { lexer, token, end: 0, depth: 0 }.query()
}

struct Parser<'a> {
    /// Behind the word that is looked at.
    lexer: Lexer<'a>,
    /// The word that is looked at.
    token: Token<'a>,
    /// The end of the word before.
    end: usize,
    depth: usize,
}

impl<'a> Parser<'a> {
    fn query(mut self) -> Result<Syntax, Trouble> {
        let mut lets = Vec::new();
        loop {
            match self.token.kind {
                Kind::Name("let") => lets.push(self.binding()?),
                Kind::Name(name) if unsupported::statement(name).is_some() => {
                    return trouble(
                        self.token.at,
                        unsupported::statement(name).unwrap_or_default(),
                    );
                }
                Kind::End => {
                    return trouble(
                        self.token.at,
                        format!(
                            "the query ends without asking for anything; begin with the table {TABLE}"
                        ),
                    );
                }
                _ => break,
            }
            if self.is_mark("|") {
                return trouble(
                    self.token.at,
                    "a `let` that holds a table is not supported; write the table where it is used",
                );
            }
            self.expect(";", "`;` behind the `let`")?;
        }
        self.table(&lets)?;
        let mut stages = Vec::new();
        while self.eat("|")? {
            stages.push(self.stage()?);
        }
        while self.eat(";")? {}
        match self.token.kind {
            Kind::End => Ok(Syntax { lets, stages }),
            Kind::Name("let") => {
                trouble(self.token.at, "a `let` stands behind the query; write it before the table")
            }
            _ if self.is_behind_semicolon() => trouble(
                self.token.at,
                "a second query begins here; give each query a file of its own",
            ),
            _ => self.unexpected("`|` and an operator, or the end"),
        }
    }

    fn is_behind_semicolon(&self) -> bool {
        self.lexer.text()[..self.end].ends_with(';')
    }

    /// `let name = value`.
    fn binding(&mut self) -> Result<Let, Trouble> {
        self.advance()?;
        let at = self.token.at;
        let name = self.any_name("a name behind `let`")?;
        if self.is_mark("(") {
            return trouble(at, unsupported::FUNCTION);
        }
        self.expect("=", &format!("`=` behind `let {name}`"))?;
        if self.is_function()? {
            return trouble(at, unsupported::FUNCTION);
        }
        let value = self.expression()?;
        Ok(Let { at, name, value })
    }

    /// Whether the parameters of a function begin here.
    fn is_function(&self) -> Result<bool, Trouble> {
        if !self.is_mark("(") {
            return Ok(false);
        }
        let mut lexer = self.lexer.clone();
        Ok(match lexer.next()?.kind {
            Kind::Mark(")") => true,
            Kind::Name(_) => lexer.next()?.kind == Kind::Mark(":"),
            _ => false,
        })
    }

    fn table(&mut self, lets: &[Let]) -> Result<(), Trouble> {
        let at = self.token.at;
        if self.is_mark("|") {
            return trouble(at, format!("there is no table before this `|`; begin with {TABLE}"));
        }
        let name = self.any_name(&format!("the table {TABLE}"))?;
        if name == TABLE {
            return Ok(());
        }
        if lets.iter().any(|binding| binding.name == name) {
            return trouble(at, format!("`{name}` is no table; begin with {TABLE}"));
        }
        trouble(at, unsupported::source(&name))
    }

    /// A name as it is or in brackets.
    fn any_name(&mut self, wanted: &str) -> Result<String, Trouble> {
        match self.token.kind {
            Kind::Name(name) if !name.ends_with('~') && !name.starts_with('!') => {
                self.advance()?;
                Ok(name.to_owned())
            }
            Kind::Mark("[") => {
                self.advance()?;
                let Kind::Text(name) = self.token.kind.clone() else {
                    return self.unexpected("a name in quotes");
                };
                self.advance()?;
                self.expect("]", "`]` behind the name")?;
                Ok(name)
            }
            _ => self.unexpected(wanted),
        }
    }

    fn advance(&mut self) -> Result<(), Trouble> {
        self.end = self.token.end;
        self.token = self.lexer.next()?;
        Ok(())
    }

    fn is_mark(&self, mark: &str) -> bool {
        matches!(self.token.kind, Kind::Mark(found) if found == mark)
    }

    fn is_name(&self, name: &str) -> bool {
        matches!(self.token.kind, Kind::Name(found) if found == name)
    }

    /// Takes a mark or a name if it is there.
    fn eat(&mut self, word: &str) -> Result<bool, Trouble> {
        let is_there = self.is_mark(word) || self.is_name(word);
        if is_there {
            self.advance()?;
        }
        Ok(is_there)
    }

    fn expect(&mut self, word: &str, wanted: &str) -> Result<(), Trouble> {
        if self.eat(word)? { Ok(()) } else { self.unexpected(wanted) }
    }

    /// What stands here is not what should.
    fn unexpected<T>(&self, wanted: &str) -> Result<T, Trouble> {
        let Token { at, end, .. } = self.token;
        let found = match self.token.kind {
            Kind::End => return trouble(at, format!("the query ends here; {wanted} is missing")),
            _ => crate::literal::shortened(&self.lexer.text()[at..end]),
        };
        trouble(at, format!("`{found}` is not what can stand here; {wanted} is expected"))
    }

    /// Goes a level deeper, for as long as `inner` takes.
    fn deeper<T>(
        &mut self,
        inner: impl FnOnce(&mut Self) -> Result<T, Trouble>,
    ) -> Result<T, Trouble> {
        if self.depth == MAX_DEPTH {
            return trouble(
                self.token.at,
                format!("more than {MAX_DEPTH} levels are nested here; take parentheses away"),
            );
        }
        self.depth += 1;
        let result = inner(self);
        self.depth -= 1;
        result
    }

    /// One or more with commas between.
    fn list<T>(
        &mut self,
        mut item: impl FnMut(&mut Self) -> Result<T, Trouble>,
    ) -> Result<Vec<T>, Trouble> {
        let mut items = vec![item(self)?];
        while self.eat(",")? {
            items.push(item(self)?);
        }
        Ok(items)
    }
}
