//! The patterns. One function each; a comment shows the code it recognises.

use std::collections::{HashMap, HashSet};

use crate::Exports;
use crate::cursor::Cursor;
use crate::token::Token;

/// Matches the patterns at every token.
pub(crate) fn exports(source: &str, tokens: &[Token]) -> Exports {
    let mut detector = Detector::default();
    let mut cursor = Cursor::new(source, tokens);
    while !cursor.at_end() {
        if !cursor.after_dot() {
            detector.statement(cursor);
        }
        if cursor.at_top_level() {
            detector.top_level_statement(cursor);
        }
        cursor.advance();
    }
    detector.finish()
}

#[derive(Default)]
struct Detector<'s> {
    names: Vec<String>,
    known: HashSet<String>,
    reexports: Vec<String>,
    /// Variables that hold a required module: `var x = require('y')`.
    required: HashMap<&'s str, String>,
}

impl<'s> Detector<'s> {
    fn statement(&mut self, cursor: Cursor<'s>) {
        match cursor.ahead() {
            "exports" | "module" => self.assignment(cursor),
            "Object" => self.define_property(cursor),
            _ => None,
        };
    }

    /// The patterns that compilers write at the top level only.
    fn top_level_statement(&mut self, cursor: Cursor<'s>) {
        match cursor.ahead() {
            "__export" | "__exportStar" => self.star_call(cursor),
            "Object" if !cursor.after_dot() => self.star_loop(cursor),
            "var" | "let" | "const" => self.required_variable(cursor),
            _ => None,
        };
    }

    fn finish(mut self) -> Exports {
        let mut seen = HashSet::new();
        self.reexports.retain(|specifier| seen.insert(specifier.clone()));
        Exports { names: self.names, reexports: self.reexports }
    }

    fn add(&mut self, name: String) {
        if self.known.insert(name.clone()) {
            self.names.push(name);
        }
    }

    /// `exports.name =`, `exports['name'] =`, `module.exports = …`
    fn assignment(&mut self, mut cursor: Cursor<'s>) -> Option<()> {
        let whole = cursor.ahead() == "module";
        exports_object(&mut cursor)?;
        match cursor.ahead() {
            "." => {
                cursor.advance();
                let name = cursor.identifier()?.to_owned();
                assigned(&cursor)?;
                self.add(name);
            }
            "[" => {
                cursor.advance();
                let name = cursor.string()?;
                cursor.expect("]")?;
                assigned(&cursor)?;
                self.add(name);
            }
            "=" if whole => {
                cursor.advance();
                self.whole(cursor)?;
            }
            _ => {}
        }
        Some(())
    }

    /// The right side of `module.exports =`: an object literal or `require('x')`. It replaces what was exported again before.
    fn whole(&mut self, mut cursor: Cursor<'s>) -> Option<()> {
        self.reexports.clear();
        if cursor.eat("{") {
            return self.literal(cursor);
        }
        let specifier = required(&mut cursor)?;
        self.reexports.push(specifier);
        Some(())
    }

    /// `{ a, b: c, 'd': e, ...require('f') }` up to the first property that is none of these.
    fn literal(&mut self, mut cursor: Cursor<'s>) -> Option<()> {
        loop {
            if cursor.eat("...") {
                match required(&mut cursor) {
                    Some(specifier) => self.reexports.push(specifier),
                    None => drop(cursor.identifier()?),
                }
            } else {
                self.property(&mut cursor)?;
            }
            cursor.expect(",")?;
        }
    }

    /// A name alone, or a name whose value starts with an identifier. What follows that does not matter: `{ a: f() }` exports `a`, and
    /// `{ async a() {} }` exports `async`, as Node has it.
    fn property(&mut self, cursor: &mut Cursor<'s>) -> Option<()> {
        let name = match cursor.identifier() {
            // A getter.
            Some("get") if !matches!(cursor.ahead(), ":" | "," | "}" | "(") => return None,
            Some(name) if cursor.ahead() != ":" => {
                self.add(name.to_owned());
                return Some(());
            }
            Some(name) => name.to_owned(),
            None => cursor.string()?,
        };
        cursor.expect(":")?;
        // `{ a: require('x') }` exports `a`, and Node takes the names of `x` for exports as well.
        let mut ahead = *cursor;
        self.reexports.extend(required(&mut ahead));
        cursor.identifier()?;
        self.add(name);
        Some(())
    }

    /// `var x = require('y')`, `const x = _interopRequireWildcard(require('y'))`
    fn required_variable(&mut self, mut cursor: Cursor<'s>) -> Option<()> {
        cursor.advance();
        let name = cursor.identifier()?;
        cursor.expect("=")?;
        let specifier = wrapped_require(&mut cursor)?;
        self.required.insert(name, specifier);
        Some(())
    }

    /// `__export(require('x'))`, `__exportStar(require('x'), exports)`, also as a method of `tslib`
    fn star_call(&mut self, mut cursor: Cursor<'s>) -> Option<()> {
        cursor.advance();
        cursor.expect("(")?;
        let specifier = required(&mut cursor)?;
        self.reexports.push(specifier);
        Some(())
    }

    /// `Object.defineProperty(exports, 'name', { enumerable: true, value: … })`, or with a getter that only reads
    fn define_property(&mut self, mut cursor: Cursor<'s>) -> Option<()> {
        cursor.expect("Object . defineProperty (")?;
        exports_object(&mut cursor)?;
        cursor.expect(",")?;
        let name = cursor.string()?;
        cursor.expect(", {")?;
        cursor.eat("enumerable : true ,");
        if !cursor.eat("value :") {
            plain_getter(&mut cursor)?;
        }
        self.add(name);
        Some(())
    }

    /// `Object.keys(x).forEach(function (k) { if (k === 'default' || k === '__esModule') return; exports[k] = x[k]; })`
    fn star_loop(&mut self, mut cursor: Cursor<'s>) -> Option<()> {
        cursor.expect("Object . keys (")?;
        let module = cursor.identifier()?;
        cursor.expect(") . forEach ( function (")?;
        let key = cursor.identifier()?;
        cursor.expect(") { if (")?;
        star_filters(&mut cursor, key, module)?;
        star_copy(&mut cursor, key, module)?;
        let specifier = self.required.get(module)?.clone();
        self.reexports.push(specifier);
        Some(())
    }
}

/// `exports` or `module.exports`
fn exports_object(cursor: &mut Cursor<'_>) -> Option<()> {
    (cursor.eat("exports") || cursor.eat("module . exports")).then_some(())
}

/// A `=` ahead. `==` and `===` pass too: Node looks at one character.
fn assigned(cursor: &Cursor<'_>) -> Option<()> {
    cursor.ahead().starts_with('=').then_some(())
}

/// `require('x')`
fn required(cursor: &mut Cursor<'_>) -> Option<String> {
    let mut ahead = *cursor;
    ahead.expect("require (")?;
    let specifier = ahead.string()?;
    ahead.expect(")")?;
    *cursor = ahead;
    Some(specifier)
}

fn wrapped_require(cursor: &mut Cursor<'_>) -> Option<String> {
    cursor.eat("_interopRequireWildcard (");
    required(cursor)
}

/// `get: function name () { return x.y; } })`
fn plain_getter(cursor: &mut Cursor<'_>) -> Option<()> {
    cursor.expect("get")?;
    if cursor.eat(":") {
        cursor.expect("function")?;
        cursor.identifier();
    }
    cursor.expect("( ) { return")?;
    cursor.identifier()?;
    member(cursor)?;
    end_of_getter(cursor)
}

fn end_of_getter(cursor: &mut Cursor<'_>) -> Option<()> {
    cursor.eat(";");
    cursor.expect("}")?;
    cursor.eat(",");
    cursor.expect("} )")
}

/// Nothing, `.name` or `['name']`
fn member(cursor: &mut Cursor<'_>) -> Option<()> {
    if cursor.eat(".") {
        cursor.identifier()?;
    } else if cursor.eat("[") {
        cursor.string()?;
        cursor.expect("]")?;
    }
    Some(())
}

/// The conditions before the copy of a star loop, the first `if (` being read: they skip `default`, `__esModule` and own exports.
fn star_filters(cursor: &mut Cursor<'_>, key: &str, module: &str) -> Option<()> {
    cursor.expect(key)?;
    if cursor.eat("!==") {
        quoted(cursor, "default")?;
        if cursor.eat("&& !") {
            own_property_test(cursor, key)?;
        }
        return cursor.expect(")");
    }
    cursor.expect("===")?;
    quoted(cursor, "default")?;
    cursor.expect("||")?;
    cursor.expect(key)?;
    cursor.expect("===")?;
    quoted(cursor, "__esModule")?;
    end_of_filter(cursor)?;
    while cursor.eat("if (") {
        if own_property_test(cursor, key).is_none() {
            already_exported(cursor, key, module)?;
        }
        end_of_filter(cursor)?;
    }
    Some(())
}

fn end_of_filter(cursor: &mut Cursor<'_>) -> Option<()> {
    cursor.expect(") return")?;
    cursor.eat(";");
    Some(())
}

/// `Object.prototype.hasOwnProperty.call(names, k)` or `names.hasOwnProperty(k)`
fn own_property_test(cursor: &mut Cursor<'_>, key: &str) -> Option<()> {
    let mut ahead = *cursor;
    if ahead.eat("Object . prototype . hasOwnProperty . call (") || ahead.eat("Object . hasOwnProperty . call (") {
        ahead.identifier()?;
        ahead.expect(",")?;
    } else {
        ahead.identifier()?;
        ahead.expect(". hasOwnProperty (")?;
    }
    ahead.expect(key)?;
    ahead.expect(")")?;
    *cursor = ahead;
    Some(())
}

/// `k in exports && exports[k] === x[k]`
fn already_exported(cursor: &mut Cursor<'_>, key: &str, module: &str) -> Option<()> {
    cursor.expect(key)?;
    cursor.expect("in")?;
    exports_object(cursor)?;
    cursor.expect("&&")?;
    exports_object(cursor)?;
    indexed(cursor, key)?;
    cursor.expect("===")?;
    cursor.expect(module)?;
    indexed(cursor, key)
}

/// `exports[k] = x[k]` or `Object.defineProperty(exports, k, { enumerable: true, get: function () { return x[k]; } })`
fn star_copy(cursor: &mut Cursor<'_>, key: &str, module: &str) -> Option<()> {
    if cursor.eat("Object . defineProperty (") {
        exports_object(cursor)?;
        cursor.expect(",")?;
        cursor.expect(key)?;
        cursor.expect(", { enumerable : true , get")?;
        if cursor.eat(":") {
            cursor.expect("function")?;
            cursor.identifier();
        }
        cursor.expect("( ) { return")?;
        cursor.expect(module)?;
        indexed(cursor, key)?;
        return end_of_getter(cursor);
    }
    exports_object(cursor)?;
    indexed(cursor, key)?;
    cursor.expect("=")?;
    cursor.expect(module)?;
    indexed(cursor, key)
}

fn indexed(cursor: &mut Cursor<'_>, key: &str) -> Option<()> {
    cursor.expect("[")?;
    cursor.expect(key)?;
    cursor.expect("]")
}

fn quoted(cursor: &mut Cursor<'_>, text: &str) -> Option<()> {
    (cursor.string()? == text).then_some(())
}

#[cfg(test)]
mod tests;
