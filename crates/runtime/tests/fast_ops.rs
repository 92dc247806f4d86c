//! Ops and methods marked `fast`: whichever entry V8 takes, the value and the error are the same.

mod scripted;

use std::cell::Cell;

use runtime::engine::fast::FromFast;
use runtime::engine::{ClassDecl, OpDecl};
use runtime::{FromV8, JsError, Slice, Text, class, op, v8};
use v8::fast_api::{FastApiCallbackOptions, Type};

/// An argument that tells which entry took it.
struct Entry(bool);

impl<'s> FromV8<'s> for Entry {
    fn from_v8(_scope: &mut v8::PinScope<'s, '_>, _value: v8::Local<'s, v8::Value>) -> Result<Self, JsError> {
        Ok(Entry(false))
    }
}

impl FromFast for Entry {
    type Raw = i32;
    const TYPE: Type = Type::Int32;

    fn from_fast(_raw: i32, _options: &FastApiCallbackOptions<'_>) -> Result<Self, JsError> {
        Ok(Entry(true))
    }
}

#[op(fast)]
fn is_fast(entry: Entry) -> bool {
    entry.0
}

#[op(fast)]
fn sum(a: i32, b: u32, c: f64, d: usize, e: bool) -> Result<f64, JsError> {
    if e {
        return Err(JsError::range_error("too much").with_code("ERR_TEST"));
    }
    Ok(f64::from(a) + f64::from(b) + c + d as f64)
}

#[op(fast)]
fn first_byte(bytes: Slice<'_>) -> i32 {
    bytes.first().map_or(-1, |byte| i32::from(*byte))
}

#[op(fast)]
fn fill(mut bytes: Slice<'_>, byte: u32) {
    bytes.as_mut_slice().fill(byte as u8);
}

#[op(fast)]
fn utf8_length(text: Text<'_>) -> usize {
    text.utf8_length()
}

#[op(fast)]
fn both_lengths(one: Text<'_>, other: Text<'_>) -> usize {
    one.with(|_| other.utf8_length()) + one.utf8_length()
}

struct Counter(Cell<u32>);

#[class]
impl Counter {
    #[constructor]
    fn new() -> Counter {
        Counter(Cell::new(0))
    }

    #[method(fast)]
    fn add(&self, count: u32) -> u32 {
        self.0.set(self.0.get() + count);
        self.0.get()
    }
}

const OPS: [OpDecl; 6] =
    [is_fast::DECL, sum::DECL, first_byte::DECL, fill::DECL, utf8_length::DECL, both_lengths::DECL];
const COUNTER: ClassDecl = <Counter as runtime::NativeClass>::DECL;

/// Runs `source`, which throws where something is not as it should be.
fn run(source: &str) {
    let outcome = scripted::run(&OPS, &[("Counter", COUNTER)], &format!("{PRELUDE}{source}"));
    assert_eq!(outcome, Ok(()));
}

/// `both(run)` runs a function before and after it is optimised; it returns which entry it took.
const PRELUDE: &str = "
    function equal(a, b) { if (!Object.is(a, b)) throw new Error(`${a} is not ${b}`); }
    function both(run) {
        const fast = [];
        %PrepareFunctionForOptimization(run);
        fast.push(run(), run());
        %OptimizeFunctionOnNextCall(run);
        fast.push(run());
        equal(fast.join(), 'false,false,true');
    }
";

#[test]
fn numbers_arrive_and_return() {
    run("both(() => {
        equal(sum(-1, 2, 0.5, 3, false), 4.5);
        equal(sum(2 ** 31, 2 ** 32 + 1, -0, 0, false), -(2 ** 31) + 1);
        equal(sum(0, 0, NaN, 0, false), NaN);
        return isFast(0);
    })");
}

#[test]
fn an_error_is_thrown_and_caught_in_the_same_function() {
    run("both(() => {
        let caught;
        try { sum(1, 2, 3, 4, true); } catch (error) { caught = error; }
        equal(caught instanceof RangeError, true);
        equal(caught.message, 'too much');
        equal(caught.code, 'ERR_TEST');
        return isFast(0);
    })");
}

#[test]
fn a_setter_of_the_program_runs_while_a_fast_call_throws() {
    run("let seen = 0;
    Object.defineProperty(Error.prototype, 'code', { set(value) { seen++; for (let i = 0; i < 1e4; i++) [i]; } });
    const shape = { a: 1 };
    both(() => {
        const entry = isFast(0);
        try { sum(shape.a, 2, 3, 4, true); } catch { shape['b' + seen] = seen; }
        return entry;
    });
    equal(seen, 3);");
}

#[test]
fn arguments_of_the_wrong_kind_are_refused_in_the_same_words() {
    run("both(() => {
        for (const wrong of [1, null, {}, 'text']) {
            let caught;
            try { firstByte(wrong); } catch (error) { caught = error; }
            equal(caught?.code, 'ERR_INVALID_ARG_TYPE');
            equal(caught.message, 'argument must be a buffer');
        }
        for (const wrong of [1, null, {}, Symbol()]) {
            let caught;
            try { utf8Length(wrong); } catch (error) { caught = error; }
            equal(caught?.message, 'internal argument must be a string');
        }
        return isFast(0);
    })");
}

#[test]
fn bytes_of_every_kind_of_memory_are_seen() {
    run("const shrunk = new ArrayBuffer(8, { maxByteLength: 16 });
    const tail = new Uint8Array(shrunk, 4);
    shrunk.resize(2);
    const detached = new Uint8Array([1]);
    detached.buffer.transfer();
    both(() => {
        equal(firstByte(new Uint8Array([7])), 7);
        equal(firstByte(new Uint8Array(1000).fill(8)), 8);
        equal(firstByte(new Uint8Array([1, 2, 3]).subarray(1)), 2);
        equal(firstByte(new DataView(new Uint8Array([9]).buffer)), 9);
        equal(firstByte(new Uint8Array([6]).buffer), 6);
        equal(firstByte(new Uint8Array(new SharedArrayBuffer(4)).fill(5)), 5);
        equal(firstByte(new Uint8Array(0)), -1);
        equal(firstByte(tail), -1);
        equal(firstByte(detached), -1);
        const small = new Uint16Array(3);
        fill(small, 1);
        equal(small.join(), '257,257,257');
        return isFast(0);
    })");
}

#[test]
fn characters_of_every_kind_of_string_are_seen() {
    run("const ascii = 'twenty or more characters of text';
    const sliced = (ascii + ascii).slice(5, 40);
    const flattened = ascii + 'é';
    flattened.charCodeAt(3);
    both(() => {
        equal(utf8Length(''), 0);
        equal(utf8Length(ascii), 33);
        equal(utf8Length(ascii + ascii), 66);
        equal(utf8Length(ascii + ascii + 'é'), 68);
        equal(utf8Length(ascii + 'é' + '你好'), 41);
        equal(utf8Length(flattened), 35);
        equal(utf8Length(sliced), 35);
        equal(utf8Length('\\ud83d\\ude00\\ud83d'), 7);
        equal(bothLengths(ascii + 'a' + ascii, ascii + 'b' + ascii), 134);
        return isFast(0);
    })");
}

#[test]
fn a_method_finds_its_object() {
    run("const counter = new Counter();
    let expected = 0;
    both(() => {
        equal(counter.add(2), expected += 2);
        return isFast(0);
    });
    const { add } = counter;
    both(() => {
        for (const wrong of [{}, Object.create(counter), Object.create(Counter.prototype), undefined]) {
            let caught;
            try { add.call(wrong, 1); } catch (error) { caught = error; }
            equal(caught instanceof TypeError, true);
            equal(caught.message, 'Illegal invocation');
        }
        return isFast(0);
    });");
}
