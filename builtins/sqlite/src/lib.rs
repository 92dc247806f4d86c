//! `node:sqlite` over the crate `sqlite`.
//!
//! [`database`] and [`statement`] are the classes, [`values`] the border, [`callbacks`] what SQLite asks of JavaScript.

mod backup;
mod callbacks;
mod database;
mod files;
mod session;
mod statement;
mod values;

runtime::builtin! {
    name: "sqlite",
    classes: [database::Database, statement::Statement, session::Session, backup::Backup],
}
