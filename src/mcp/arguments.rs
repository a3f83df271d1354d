//! What a tool was given, checked against the JSON schema that the client was shown.
//!
//! What must stay true: the schema is the only list of what a tool takes, so it cannot promise what is refused.

use serde_json::{Map, Value};

use super::answer::Trouble;

/// Most characters of a text where its schema does not say.
const MOST_CHARS: u64 = 10_000;

/// Arguments that fit their schema.
pub struct Arguments(Map<String, Value>);

impl Arguments {
    /// Checks what was given. Fails where it does not fit; the message says what does not.
    pub fn checked(given: Map<String, Value>, schema: &Value) -> Result<Self, Trouble> {
        let given = Value::Object(given);
        check(&given, schema, "the arguments").map_err(Trouble::new)?;
        match given {
            Value::Object(mut given) => {
                given.retain(|_, value| !value.is_null());
                Ok(Self(given))
            }
            _ => Err(Trouble::new("the arguments must be an object")),
        }
    }

    /// A text, if it was given.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).and_then(Value::as_str)
    }

    /// A text that the schema requires.
    pub fn required(&self, name: &str) -> &str {
        self.text(name).unwrap_or_default()
    }

    /// A whole number that is not negative, or the default.
    pub fn number(&self, name: &str, default: usize) -> usize {
        let given = self.0.get(name).and_then(Value::as_u64);
        given.and_then(|number| usize::try_from(number).ok()).unwrap_or(default)
    }

    /// Whether something is asked for.
    pub fn is_set(&self, name: &str) -> bool {
        self.0.get(name).and_then(Value::as_bool).unwrap_or(false)
    }

    /// The members of a list; none where it was not given.
    pub fn list(&self, name: &str) -> &[Value] {
        self.0.get(name).and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }

    /// The texts of a list.
    pub fn texts(&self, name: &str) -> impl Iterator<Item = &str> {
        self.list(name).iter().filter_map(Value::as_str)
    }

    /// The members of an object; none where it was not given.
    pub fn object(&self, name: &str) -> Option<&Map<String, Value>> {
        self.0.get(name).and_then(Value::as_object)
    }

    /// All of it as it would be typed: what reports take.
    pub fn pairs(&self) -> Vec<(String, String)> {
        let typed = |value: &Value| match value {
            Value::String(text) => text.clone(),
            Value::Bool(is_so) => (if *is_so { "yes" } else { "no" }).to_owned(),
            other => other.to_string(),
        };
        self.0.iter().map(|(name, value)| (name.clone(), typed(value))).collect()
    }
}

/// What does not fit, as far as our schemas say anything.
fn check(value: &Value, schema: &Value, name: &str) -> Result<(), String> {
    if let Some(types) = schema.get("type")
        && !is_of(value, types)
    {
        return Err(format!("{name} must be {}", listed(types)));
    }
    if let Some(Value::Array(words)) = schema.get("enum")
        && !words.contains(value)
    {
        let words: Vec<&str> = words.iter().filter_map(Value::as_str).collect();
        return Err(format!("{name} must be one of {}", words.join(", ")));
    }
    match value {
        Value::String(text) => check_length(text, schema, name),
        Value::Number(_) => check_range(value, schema, name),
        Value::Array(members) => check_members(members, schema, name),
        Value::Object(fields) => check_fields(fields, schema, name),
        _ => Ok(()),
    }
}

fn check_length(text: &str, schema: &Value, name: &str) -> Result<(), String> {
    let most = schema.get("maxLength").and_then(Value::as_u64).unwrap_or(MOST_CHARS);
    let least = schema.get("minLength").and_then(Value::as_u64).unwrap_or(0);
    let length = text.chars().count() as u64;
    match (least..=most).contains(&length) {
        true => Ok(()),
        false => Err(format!("{name} must have {least} to {most} characters, not {length}")),
    }
}

fn check_range(value: &Value, schema: &Value, name: &str) -> Result<(), String> {
    let bound = |word: &str| schema.get(word).and_then(Value::as_f64);
    let Some(number) = value.as_f64() else { return Ok(()) };
    match (bound("minimum"), bound("maximum")) {
        (Some(least), _) if number < least => Err(format!("{name} must be at least {least}")),
        (_, Some(most)) if number > most => Err(format!("{name} must be at most {most}")),
        _ => Ok(()),
    }
}

fn check_members(members: &[Value], schema: &Value, name: &str) -> Result<(), String> {
    let most = schema.get("maxItems").and_then(Value::as_u64).unwrap_or(u64::MAX);
    let least = schema.get("minItems").and_then(Value::as_u64).unwrap_or(0);
    if !(least..=most).contains(&(members.len() as u64)) {
        return Err(format!("{name} must have {least} to {most} members, not {}", members.len()));
    }
    let Some(of_each) = schema.get("items") else { return Ok(()) };
    for (at, member) in members.iter().enumerate() {
        check(member, of_each, &format!("{name}[{at}]"))?;
    }
    Ok(())
}

fn check_fields(fields: &Map<String, Value>, schema: &Value, name: &str) -> Result<(), String> {
    let known = schema.get("properties").and_then(Value::as_object);
    for wanted in schema.get("required").and_then(Value::as_array).into_iter().flatten() {
        if let Some(wanted) = wanted.as_str()
            && !fields.contains_key(wanted)
        {
            return Err(format!("{name} must have `{wanted}`"));
        }
    }
    let is_required = |field: &str| {
        let required = schema.get("required").and_then(Value::as_array);
        required.is_some_and(|names| names.iter().any(|name| name.as_str() == Some(field)))
    };
    // Clients fill in what was left out with null.
    for (field, value) in
        fields.iter().filter(|(field, value)| !value.is_null() || is_required(field))
    {
        let short: String = field.chars().take(80).collect();
        match known
            .and_then(|known| known.get(field))
            .or_else(|| schema.get("additionalProperties"))
        {
            Some(Value::Bool(false)) => {
                let known: Vec<&str> =
                    known.map_or_else(Vec::new, |known| known.keys().map(String::as_str).collect());
                return Err(format!("there is no `{short}`; known are {}", known.join(", ")));
            }
            Some(schema) => check(value, schema, &format!("`{short}`"))?,
            None => {}
        }
    }
    Ok(())
}

fn is_of(value: &Value, types: &Value) -> bool {
    let is = |name: &str| match name {
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        "null" => value.is_null(),
        _ => false,
    };
    match types {
        Value::String(name) => is(name),
        Value::Array(names) => names.iter().filter_map(Value::as_str).any(is),
        _ => true,
    }
}

fn listed(types: &Value) -> String {
    match types {
        Value::Array(names) => {
            names.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" or ")
        }
        one => one.as_str().unwrap_or_default().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_does_not_fit_its_schema_is_named() {
        let schema = json!({
            "type": "object", "additionalProperties": false, "required": ["a"],
            "properties": {
                "a": { "type": "string", "maxLength": 3 }, "b": { "type": "integer", "minimum": 1, "maximum": 5 },
                "c": { "type": "array", "maxItems": 1, "items": { "type": "string" } },
                "d": { "enum": ["x", "y"] }, "e": { "type": ["string", "integer"] },
            },
        });
        for (given, expected) in [
            (json!({}), "the arguments must have `a`"),
            (json!({ "a": 1 }), "`a` must be string"),
            (json!({ "a": null }), "`a` must be string"),
            (json!({ "a": "long" }), "`a` must have 0 to 3 characters, not 4"),
            (json!({ "a": "", "b": 0 }), "`b` must be at least 1"),
            (json!({ "a": "", "b": 6 }), "`b` must be at most 5"),
            (json!({ "a": "", "b": 1.5 }), "`b` must be integer"),
            (json!({ "a": "", "c": ["x", "y"] }), "`c` must have 0 to 1 members, not 2"),
            (json!({ "a": "", "c": [1] }), "`c`[0] must be string"),
            (json!({ "a": "", "d": "z" }), "`d` must be one of x, y"),
            (json!({ "a": "", "e": true }), "`e` must be string or integer"),
            (json!({ "a": "", "z": 1 }), "there is no `z`; known are a, b, c, d, e"),
        ] {
            let given = given.as_object().unwrap().clone();
            let told = Arguments::checked(given.clone(), &schema).err().unwrap().message;
            assert_eq!(told, expected, "{given:?}");
        }
        let good = json!({ "a": "ab", "b": 5, "c": null, "d": "y", "e": 7 });
        assert!(Arguments::checked(good.as_object().unwrap().clone(), &schema).is_ok());
    }
}
