//! The walk over the syntax tree that finds what to overwrite.

mod class;

use oxc_ast::ast::*;
use oxc_ast_visit::{Visit, walk};
use oxc_span::{GetSpan, Span};

use crate::blank::{Edits, skip_trivia, would_continue};
use crate::{ErrorKind, StripError};

/// What to overwrite in `program`, or its first construct that is more than types.
pub(crate) fn edits(source: &str, program: &Program<'_>) -> Result<Edits, StripError> {
    let mut stripper = Stripper { source, edits: Edits::default(), error: None, unterminated: None };
    stripper.visit_program(program);
    match stripper.error {
        Some(error) => Err(error),
        None => Ok(stripper.edits),
    }
}

struct Stripper<'s> {
    source: &'s str,
    edits: Edits,
    error: Option<StripError>,
    /// End of the innermost statement or field that only a line break ends, where what follows would continue it. A type that ends there
    /// leaves a semicolon behind.
    unterminated: Option<usize>,
}

impl Stripper<'_> {
    fn unsupported(&mut self, message: &str, span: Span) {
        self.error.get_or_insert(StripError {
            kind: ErrorKind::Unsupported,
            message: message.to_owned(),
            start: span.start as usize,
            end: span.end as usize,
        });
    }

    fn unsupported_construct(&mut self, construct: &str, span: Span) {
        self.unsupported(&format!("TypeScript {construct} is not supported in strip-only mode"), span);
    }

    /// Blanks a type that is a part of something that stays.
    fn blank_type(&mut self, start: u32, end: u32) {
        let (start, end) = (start as usize, end as usize);
        match self.unterminated == Some(end) {
            true => self.edits.blank_with_first(start, end, ';'),
            false => self.edits.blank(start, end),
        }
    }

    /// Blanks a whole statement, with a semicolon in its place if the statements around it would grow together.
    fn remove_statement(&mut self, span: Span) {
        let (start, end) = (span.start as usize, span.end as usize);
        match would_continue(self.source, end) {
            true => self.edits.blank_with_first(start, end, ';'),
            false => self.edits.blank(start, end),
        }
    }

    /// Blanks `mark` if it is the next thing after `at`.
    fn blank_mark(&mut self, at: u32, mark: char) {
        let at = skip_trivia(self.source, at as usize);
        if self.source[at..].starts_with(mark) {
            self.edits.blank(at, at + 1);
        }
    }

    /// Blanks an item of a list together with the comma after it.
    fn remove_item(&mut self, span: Span) {
        self.edits.blank(span.start as usize, span.end as usize);
        self.blank_mark(span.end, ',');
    }

    /// Runs `visit` for a statement or field of the given span.
    fn terminated(&mut self, span: Span, visit: impl FnOnce(&mut Self)) {
        let end = span.end as usize;
        let open = !self.source[..end].ends_with([';', '}']) && would_continue(self.source, end);
        let outer = std::mem::replace(&mut self.unterminated, open.then_some(end));
        visit(self);
        self.unterminated = outer;
    }

    /// Whether the declaration, of which `span` is to go, is nothing but types. Refuses what can be neither kept nor removed.
    fn is_erased(&mut self, declaration: &Declaration<'_>) -> bool {
        match declaration {
            Declaration::TSTypeAliasDeclaration(_)
            | Declaration::TSInterfaceDeclaration(_)
            | Declaration::TSExternalModuleDeclaration(_)
            | Declaration::TSGlobalDeclaration(_) => true,
            Declaration::VariableDeclaration(variables) => variables.declare,
            Declaration::FunctionDeclaration(function) => function.declare || function.body.is_none(),
            Declaration::ClassDeclaration(class) => class.declare,
            Declaration::TSEnumDeclaration(declaration) => {
                if !declaration.declare {
                    self.unsupported_construct("enum", declaration.span);
                }
                true
            }
            Declaration::TSNamespaceDeclaration(namespace) => {
                self.check_namespace(namespace);
                true
            }
            Declaration::TSImportEqualsDeclaration(import) => {
                if import.import_kind != ImportOrExportKind::Type {
                    self.unsupported_construct("import equals declaration", import.span);
                }
                true
            }
        }
    }

    fn check_namespace(&mut self, namespace: &TSNamespaceDeclaration<'_>) {
        if namespace.declare {
            return;
        }
        if namespace.kind == TSNamespaceDeclarationKind::Module {
            let span = Span::new(namespace.span.start, namespace.id.span.end);
            self.unsupported("`module` keyword is not supported. Use `namespace` instead.", span);
        } else if is_instantiated(namespace) {
            self.unsupported_construct("namespace declaration", namespace.span);
        }
    }

    /// Whether the statement leaves nothing behind.
    fn is_erased_statement(&mut self, statement: &Statement<'_>) -> bool {
        if let Some(declaration) = statement.as_declaration() {
            return self.is_erased(declaration);
        }
        match statement {
            Statement::ImportDeclaration(import) => import.import_kind == ImportOrExportKind::Type,
            Statement::ExportAllDeclaration(export) => export.export_kind == ImportOrExportKind::Type,
            Statement::ExportNamedDeclaration(export) => export.export_kind == ImportOrExportKind::Type,
            Statement::ExportFromDeclaration(export) => export.export_kind == ImportOrExportKind::Type,
            Statement::ExportDeclaration(export) => self.is_erased(&export.declaration),
            Statement::ExportDefaultDeclaration(export) => match &export.declaration {
                ExportDefaultDeclarationKind::TSInterfaceDeclaration(_) => true,
                ExportDefaultDeclarationKind::FunctionDeclaration(function) => function.body.is_none(),
                _ => false,
            },
            Statement::TSExportAssignment(export) => {
                self.unsupported_construct("export assignment", export.span);
                true
            }
            _ => false,
        }
    }

    /// `(x)\n: T =>`: the arrow has to stand on the line of the parenthesis, which therefore moves behind the type.
    fn move_parenthesis(&mut self, close: u32, annotation: Span) {
        let (close, start, end) = (close as usize, annotation.start as usize, annotation.end as usize);
        let arrow = skip_trivia(self.source, end);
        if self.source[close..arrow].contains('\n') {
            self.edits.blank(close - 1, close);
            self.edits.blank_with_last(start, end, ')');
        } else {
            self.edits.blank(start, end);
        }
    }
}

impl<'a> Visit<'a> for Stripper<'_> {
    fn visit_statement(&mut self, statement: &Statement<'a>) {
        if self.is_erased_statement(statement) {
            self.remove_statement(statement.span());
        } else {
            self.terminated(statement.span(), |stripper| walk::walk_statement(stripper, statement));
        }
    }

    fn visit_ts_type_annotation(&mut self, annotation: &TSTypeAnnotation<'a>) {
        self.blank_type(annotation.span.start, annotation.span.end);
    }

    fn visit_ts_type_parameter_declaration(&mut self, parameters: &TSTypeParameterDeclaration<'a>) {
        self.blank_type(parameters.span.start, parameters.span.end);
    }

    fn visit_ts_type_parameter_instantiation(&mut self, arguments: &TSTypeParameterInstantiation<'a>) {
        self.blank_type(arguments.span.start, arguments.span.end);
    }

    fn visit_ts_as_expression(&mut self, expression: &TSAsExpression<'a>) {
        self.visit_expression(&expression.expression);
        self.blank_type(
            skip_trivia(self.source, expression.expression.span().end as usize) as u32,
            expression.span.end,
        );
    }

    fn visit_ts_satisfies_expression(&mut self, expression: &TSSatisfiesExpression<'a>) {
        self.visit_expression(&expression.expression);
        self.blank_type(
            skip_trivia(self.source, expression.expression.span().end as usize) as u32,
            expression.span.end,
        );
    }

    fn visit_ts_non_null_expression(&mut self, expression: &TSNonNullExpression<'a>) {
        self.visit_expression(&expression.expression);
        self.blank_type(expression.span.end - 1, expression.span.end);
    }

    fn visit_ts_type_assertion(&mut self, assertion: &TSTypeAssertion<'a>) {
        self.unsupported(
            "The angle-bracket syntax for type assertions, `<T>expr`, is not supported in type strip mode. Instead, use the 'as' syntax: \
             `expr as T`.",
            assertion.span,
        );
    }

    fn visit_variable_declarator(&mut self, declarator: &VariableDeclarator<'a>) {
        if declarator.definite {
            self.blank_mark(declarator.id.span().end, '!');
        }
        walk::walk_variable_declarator(self, declarator);
    }

    fn visit_ts_this_parameter(&mut self, parameter: &TSThisParameter<'a>) {
        self.remove_item(parameter.span);
    }

    fn visit_formal_parameter(&mut self, parameter: &FormalParameter<'a>) {
        let pattern = parameter.pattern.span();
        if parameter.accessibility.is_some() || parameter.readonly || parameter.r#override {
            let end = parameter.type_annotation.as_ref().map_or(pattern.end, |annotation| annotation.span.end);
            self.unsupported_construct("parameter property", Span::new(pattern.start, end));
        }
        if parameter.optional {
            self.blank_mark(pattern.end, '?');
        }
        walk::walk_formal_parameter(self, parameter);
    }

    fn visit_arrow_function_expression(&mut self, arrow: &ArrowFunctionExpression<'a>) {
        if let Some(parameters) = &arrow.type_parameters {
            self.visit_ts_type_parameter_declaration(parameters);
        }
        self.visit_formal_parameters(&arrow.params);
        if let Some(annotation) = &arrow.return_type {
            self.move_parenthesis(arrow.params.span.end, annotation.span);
        }
        self.visit_arrow_function_body(&arrow.body);
    }

    fn visit_import_specifier(&mut self, specifier: &ImportSpecifier<'a>) {
        if specifier.import_kind == ImportOrExportKind::Type {
            self.remove_item(specifier.span);
        }
    }

    fn visit_export_specifier(&mut self, specifier: &ExportSpecifier<'a>) {
        if specifier.export_kind == ImportOrExportKind::Type {
            self.remove_item(specifier.span);
        }
    }

    fn visit_class(&mut self, class: &Class<'a>) {
        self.class(class);
    }

    fn visit_class_element(&mut self, element: &ClassElement<'a>) {
        self.class_element(element);
    }
}

/// Whether a namespace holds anything but types.
fn is_instantiated(namespace: &TSNamespaceDeclaration<'_>) -> bool {
    match &namespace.body {
        TSNamespaceDeclarationBody::TSNamespaceDeclaration(inner) => is_instantiated(inner),
        TSNamespaceDeclarationBody::TSModuleBlock(block) => block.body.iter().any(|statement| !is_type_only(statement)),
    }
}

fn is_type_only(statement: &Statement<'_>) -> bool {
    let declaration = match statement {
        Statement::ExportDeclaration(export) => Some(&export.declaration),
        other => other.as_declaration(),
    };
    match declaration {
        Some(Declaration::TSTypeAliasDeclaration(_) | Declaration::TSInterfaceDeclaration(_)) => true,
        Some(Declaration::TSNamespaceDeclaration(inner)) => inner.declare || !is_instantiated(inner),
        Some(Declaration::VariableDeclaration(variables)) => variables.declare,
        _ => false,
    }
}
