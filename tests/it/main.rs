mod fixture;
mod hostile_sql;
mod query;
mod schema;
mod terminal;
