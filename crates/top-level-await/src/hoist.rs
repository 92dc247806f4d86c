//! The walk that finds declarations and makes assignments of them.

use oxc_ast::ast::*;
use oxc_ast_visit::{Visit, walk};
use oxc_span::GetSpan;

use crate::edits::Edits;

/// What becomes of the body of the function around the code.
pub(crate) struct Hoisted {
    /// The names that it declares, as statements of their own.
    pub(crate) declarations: String,
    pub(crate) edits: Edits,
}

/// `None` if nothing is awaited, or if something is returned.
pub(crate) fn hoist(body: &FunctionBody<'_>) -> Option<Hoisted> {
    let mut hoister = Hoister::default();
    for statement in &body.statements {
        hoister.top_level(statement);
    }
    if let Some(Statement::ExpressionStatement(last)) = body.statements.iter().rfind(|statement| !is_empty(statement)) {
        let span = last.expression.span();
        hoister.edits.insert(span.start, "return { value: (");
        hoister.edits.insert(span.end, ") }");
    }
    (hoister.awaits && !hoister.returns).then_some(Hoisted { declarations: hoister.declarations, edits: hoister.edits })
}

fn is_empty(statement: &Statement<'_>) -> bool {
    matches!(statement, Statement::EmptyStatement(_))
}

#[derive(Default)]
struct Hoister {
    declarations: String,
    edits: Edits,
    awaits: bool,
    returns: bool,
}

impl Hoister {
    fn declare(&mut self, keyword: &str, names: &[&str]) {
        if !names.is_empty() {
            self.declarations += &format!("{keyword} {}; ", names.join(", "));
        }
    }

    /// A statement that is not in a block: all that it declares outlives the function.
    fn top_level(&mut self, statement: &Statement<'_>) {
        match statement {
            Statement::VariableDeclaration(declaration) if is_lexical(declaration.kind) => {
                self.assign("let", declaration, Place::Statement);
                self.visit_initializers(declaration);
            }
            Statement::ClassDeclaration(class) => {
                if let Some(id) = &class.id {
                    self.declare("let", &[id.name.as_str()]);
                    self.edits.insert(class.span.start, format!("{} = ", id.name));
                    self.edits.insert(class.span.end, ";");
                }
                self.visit_class(class);
            }
            _ => self.visit_statement(statement),
        }
    }

    fn visit_initializers(&mut self, declaration: &VariableDeclaration<'_>) {
        for declarator in &declaration.declarations {
            self.visit_variable_declarator(declarator);
        }
    }

    /// Makes an expression of a declaration, whose names are declared before the function.
    fn assign(&mut self, keyword: &str, declaration: &VariableDeclaration<'_>, place: Place) {
        let ids = declaration.declarations.iter().flat_map(|declarator| declarator.id.get_binding_identifiers());
        let names: Vec<&str> = ids.map(|id| id.name.as_str()).collect();
        self.declare(keyword, &names);
        let Some(first) = declaration.declarations.first() else { return };
        if place == Place::Loop {
            self.edits.replace(declaration.span.start, first.span.start, "");
            return;
        }
        self.edits.replace(declaration.span.start, first.span.start, "void (");
        for declarator in &declaration.declarations {
            self.edits.insert(declarator.span.start, "(");
            if declarator.init.is_none() {
                // `var a` alone leaves what `a` is.
                self.edits.insert(declarator.span.end, if keyword == "var" { "" } else { " = undefined" });
            }
            self.edits.insert(declarator.span.end, ")");
        }
        // In front of a semicolon, which belongs to the statement.
        let last = declaration.declarations.last().unwrap_or(first);
        self.edits.insert(last.span.end, ")");
    }
}

/// Where a declaration stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Statement,
    /// Before `in` or `of`: it has no value of its own.
    Loop,
}

fn is_lexical(kind: VariableDeclarationKind) -> bool {
    matches!(kind, VariableDeclarationKind::Let | VariableDeclarationKind::Const)
}

fn as_var<'s, 'a>(left: &'s ForStatementLeft<'a>) -> Option<&'s VariableDeclaration<'a>> {
    match left {
        ForStatementLeft::VariableDeclaration(declaration) if declaration.kind == VariableDeclarationKind::Var => {
            Some(declaration)
        }
        _ => None,
    }
}

impl<'a> Visit<'a> for Hoister {
    fn visit_await_expression(&mut self, expression: &AwaitExpression<'a>) {
        self.awaits = true;
        walk::walk_await_expression(self, expression);
    }

    fn visit_return_statement(&mut self, _: &ReturnStatement<'a>) {
        self.returns = true;
    }

    fn visit_variable_declaration(&mut self, declaration: &VariableDeclaration<'a>) {
        self.awaits |= declaration.kind == VariableDeclarationKind::AwaitUsing;
        if declaration.kind == VariableDeclarationKind::Var {
            self.assign("var", declaration, Place::Statement);
        }
        self.visit_initializers(declaration);
    }

    fn visit_for_in_statement(&mut self, statement: &ForInStatement<'a>) {
        match as_var(&statement.left) {
            Some(declaration) => self.assign("var", declaration, Place::Loop),
            None => self.visit_for_statement_left(&statement.left),
        }
        self.visit_expression(&statement.right);
        self.visit_statement(&statement.body);
    }

    fn visit_for_of_statement(&mut self, statement: &ForOfStatement<'a>) {
        self.awaits |= statement.r#await;
        match as_var(&statement.left) {
            Some(declaration) => self.assign("var", declaration, Place::Loop),
            None => self.visit_for_statement_left(&statement.left),
        }
        self.visit_expression(&statement.right);
        self.visit_statement(&statement.body);
    }

    /// What a function declares and awaits is its own; its name is not.
    fn visit_function(&mut self, function: &Function<'a>, _: oxc_syntax::scope::ScopeFlags) {
        let Some(id) = function.id.as_ref().filter(|_| function.is_declaration()) else { return };
        self.declare("var", &[id.name.as_str()]);
        self.edits.insert(function.span.start, format!("this.{0} = {0}; ", id.name));
    }

    fn visit_arrow_function_expression(&mut self, _: &ArrowFunctionExpression<'a>) {}

    fn visit_static_block(&mut self, _: &StaticBlock<'a>) {}
}
