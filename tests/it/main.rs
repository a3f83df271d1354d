mod fixture;
mod query;
