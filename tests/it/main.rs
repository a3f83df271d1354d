mod fixture;
mod hostile_sql;
mod query;
