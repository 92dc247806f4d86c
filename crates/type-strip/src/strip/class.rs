//! Classes: their heads, and members with their modifiers.

use oxc_ast::ast::*;
use oxc_ast_visit::{Visit, walk};
use oxc_span::{GetSpan, Span};

use super::Stripper;
use crate::blank::{skip_trivia, word_at};

impl Stripper<'_> {
    pub(super) fn class(&mut self, class: &Class<'_>) {
        if class.r#abstract {
            self.blank_modifiers(after_decorators(class.span.start, &class.decorators), class.body.span.start);
        }
        self.visit_decorators(&class.decorators);
        let mut head_end = class.id.as_ref().map(|id| id.span.end);
        if let Some(parameters) = &class.type_parameters {
            self.visit_ts_type_parameter_declaration(parameters);
            head_end = Some(parameters.span.end);
        }
        if let Some(heritage) = &class.heritage {
            self.visit_class_heritage(heritage);
            let arguments_end = heritage.type_arguments.as_ref().map(|arguments| arguments.span.end);
            head_end = Some(arguments_end.unwrap_or(heritage.expression.span().end));
        }
        if let (Some(first), Some(last)) = (class.implements.first(), class.implements.last()) {
            self.blank_implements(head_end.unwrap_or(class.span.start), first.span.start, last.span.end);
        }
        self.visit_class_body(&class.body);
    }

    /// `implements A, B`; the keyword is the last word before the first name.
    fn blank_implements(&mut self, from: u32, first: u32, end: u32) {
        let head = &self.source[from as usize..first as usize];
        let keyword = head.rfind("implements").map_or(first as usize, |at| from as usize + at);
        self.edits.blank(keyword, end as usize);
    }

    pub(super) fn class_element(&mut self, element: &ClassElement<'_>) {
        let erased = match element {
            ClassElement::StaticBlock(_) => false,
            ClassElement::TSIndexSignature(_) => true,
            ClassElement::MethodDefinition(method) => method.r#type.is_abstract() || method.value.body.is_none(),
            ClassElement::PropertyDefinition(property) => {
                property.declare || property.r#type == PropertyDefinitionType::TSAbstractPropertyDefinition
            }
            ClassElement::AccessorProperty(property) => {
                property.r#type == AccessorPropertyType::TSAbstractAccessorProperty
            }
        };
        if erased {
            return self.remove_member(element.span());
        }
        match element {
            ClassElement::MethodDefinition(method) => self.method(method),
            ClassElement::PropertyDefinition(property) => self.property(property),
            ClassElement::AccessorProperty(property) => self.accessor(property),
            ClassElement::StaticBlock(_) | ClassElement::TSIndexSignature(_) => walk::walk_class_element(self, element),
        }
    }

    /// Blanks a member, with a semicolon in its place if the member before it would go on in the one behind.
    fn remove_member(&mut self, span: Span) {
        let (start, end) = (span.start as usize, span.end as usize);
        match continues_member(self.source, end) {
            true => self.edits.blank_with_first(start, end, ';'),
            false => self.edits.blank(start, end),
        }
    }

    fn method(&mut self, method: &MethodDefinition<'_>) {
        let start = after_decorators(method.span.start, &method.decorators);
        self.blank_modifiers(start, method.key.span().start);
        if method.optional {
            self.blank_mark(after_key(self.source, &method.key, method.computed), '?');
        }
        walk::walk_method_definition(self, method);
    }

    fn property(&mut self, property: &PropertyDefinition<'_>) {
        self.blank_modifiers(after_decorators(property.span.start, &property.decorators), property.key.span().start);
        let key_end = after_key(self.source, &property.key, property.computed);
        if property.optional {
            self.blank_mark(key_end, '?');
        }
        if property.definite {
            self.blank_mark(key_end, '!');
        }
        self.terminated(property.span, |stripper| walk::walk_property_definition(stripper, property));
    }

    fn accessor(&mut self, property: &AccessorProperty<'_>) {
        self.blank_modifiers(after_decorators(property.span.start, &property.decorators), property.key.span().start);
        if property.definite {
            self.blank_mark(after_key(self.source, &property.key, property.computed), '!');
        }
        self.terminated(property.span, |stripper| walk::walk_accessor_property(stripper, property));
    }

    /// Blanks the modifiers of TypeScript among the words from `start` up to the key at `end`.
    fn blank_modifiers(&mut self, start: u32, end: u32) {
        let mut at = skip_trivia(self.source, start as usize);
        let mut first = true;
        while at < end as usize {
            let word = word_at(self.source, at);
            let after = skip_trivia(self.source, at + word.len());
            match word {
                "public" | "private" | "protected" | "readonly" | "override" | "abstract" | "declare" => {
                    let separates = first && starts_anew(self.source, after, end as usize);
                    match separates {
                        true => self.edits.blank_with_first(at, at + word.len(), ';'),
                        false => self.edits.blank(at, at + word.len()),
                    }
                }
                "static" | "async" | "get" | "set" | "accessor" => {}
                _ => return,
            }
            first = false;
            at = after;
        }
    }
}

/// Whether, once the modifiers before `end` are gone, the member starts with something that would continue the member before it.
fn starts_anew(source: &str, mut at: usize, end: usize) -> bool {
    while at < end
        && matches!(word_at(source, at), "public" | "private" | "protected" | "readonly" | "override" | "abstract")
    {
        at = skip_trivia(source, at + word_at(source, at).len());
    }
    continues_member(source, at)
}

fn continues_member(source: &str, at: usize) -> bool {
    source[skip_trivia(source, at)..].starts_with(['[', '*', '('])
}

fn after_decorators(start: u32, decorators: &[Decorator<'_>]) -> u32 {
    decorators.iter().map(|decorator| decorator.span.end).fold(start, u32::max)
}

/// The end of a member's name, its bracket included.
fn after_key(source: &str, key: &PropertyKey<'_>, computed: bool) -> u32 {
    let end = key.span().end;
    if !computed {
        return end;
    }
    let bracket = skip_trivia(source, end as usize);
    (bracket + usize::from(source[bracket..].starts_with(']'))) as u32
}
