//! What a group may be called further on: surnames, given names, initials, first words.

use super::{Form, Linker, MOST_OF_ONE_NAME, Short, nicknames};
use crate::model::EntityKind;
use crate::names::tokens::{self, Gap, Shape, Token};
use crate::names::words::{self, Class};

/// Heads of names that are cut down to their first word: `Lowy` for the Lowy Institute. Of a
/// university or a newspaper the first word is mostly its town.
const SHORTENED: &[&str] = &[
    "institute",
    "group",
    "foundation",
    "corporation",
    "company",
    "industries",
    "motors",
    "airlines",
    "airways",
    "holdings",
    "pharmaceuticals",
    "technologies",
    "business",
    "electronics",
];

/// Heads that a company's name may go without, as it may without its legal form: `Northgate Foods` of
/// Northgate Foods Group.
const DROPPED: &[&str] = &["group", "company", "corporation", "holdings"];

/// Whether a name may go without this last word.
pub(super) fn may_be_dropped(class: Class, word: &str) -> bool {
    class.any(Class::COMPANY) || DROPPED.iter().any(|head| word.eq_ignore_ascii_case(head))
}

/// Whether the last word but one of a person's name is the first of two surnames: `García` of `Carlos
/// García Moreno`, and not the second of two given names.
pub(super) fn is_first_surname(class: Class) -> bool {
    class.any(Class::SURNAME) && !class.any(Class::GIVEN | Class::COMMON)
        || class == Class::default()
}

impl Linker<'_, '_> {
    /// Adds a short form of a group.
    pub(super) fn add_short(&mut self, words: Vec<u64>, group: usize, form: Form) {
        let Some(&first) = words.first() else { return };
        let list = self.by_first.entry(first).or_default();
        let same = |&at: &usize| self.shorts[at].group == group && self.shorts[at].words == words;
        if list.len() < MOST_OF_ONE_NAME && !list.iter().any(same) {
            list.push(self.shorts.len());
            self.shorts.push(Short { words, group, form });
        }
    }

    /// What each group may be called further on.
    pub(super) fn short_forms(&mut self) {
        for group in 0..self.groups.len() {
            self.short_forms_of(group);
        }
    }

    /// Adds all short forms that a group's name may have.
    pub(super) fn short_forms_of(&mut self, group: usize) {
        let own = &self.groups[group];
        if !own.in_full {
            return;
        }
        let form = own.form.clone();
        match own.kind {
            EntityKind::Person => {
                let (entry, also) = (own.entry, own.also.clone());
                self.short_forms_of_person(group, &form, entry);
                for other in also {
                    self.short_forms_of_person(group, &other, None);
                }
            }
            EntityKind::Organisation => self.short_forms_of_organisation(group, &form, own.entry),
            EntityKind::Place => {}
        }
    }

    fn short_forms_of_person(&mut self, group: usize, form: &str, entry: Option<u32>) {
        let name = match entry.and_then(|entry| self.directory.entity(entry)) {
            Some(entity) => entity.name.clone(),
            None => form.to_owned(),
        };
        let tokens = tokens::tokenise(&name);
        let words: Vec<usize> = (0..tokens.len()).filter(|&at| tokens[at].fold != 0).collect();
        let repeat: Vec<u64> = tokens::tokenise(form)
            .iter()
            .map(|token| token.fold)
            .filter(|&fold| fold != 0)
            .collect();
        if repeat.len() >= 2 {
            self.add_short(repeat, group, Form::Repeat);
        }
        let class = |at: usize| words::class(tokens[at].fold);
        let mut last = words.len();
        while last > 1 && class(words[last - 1]).any(Class::NAME_SUFFIX) {
            last -= 1;
        }
        // `Malcolm X` is never called by the letter alone.
        if last < 2 || tokens[words[last - 1]].shape == Shape::Initial {
            return;
        }
        let words = &words[..last];
        let (first, end) = (words[0], words[last - 1] + 1);
        let sequence = |from: usize, to: usize| -> Vec<u64> {
            tokens[from..to].iter().map(|token| token.fold).filter(|&fold| fold != 0).collect()
        };
        if let Some(surname) = entry.and_then(|entry| self.directory.surname(entry)) {
            let surname: Vec<u64> = tokens::tokenise(surname)
                .iter()
                .map(|token| token.fold)
                .filter(|&fold| fold != 0)
                .collect();
            if !surname.is_empty() {
                self.groups[group].family_first =
                    (surname == [tokens[first].fold]).then_some(tokens[first].fold);
                self.add_short(surname, group, Form::Surname);
            }
        }
        // The last word, back over a hyphen: `Rapp-Hooper`; and with its particles: `van der Berg`.
        let mut from = words[last - 1];
        while from >= 2
            && tokens[from - 1].is_hyphen()
            && tokens[from].gap == Gap::None
            && from - 2 > first
        {
            from -= 2;
        }
        self.add_short(sequence(from, end), group, Form::Surname);
        let mut particle = from;
        while particle > first + 1
            && tokens[particle - 1].shape == Shape::Lower
            && class(particle - 1).any(Class::PARTICLE)
        {
            particle -= 1;
        }
        if particle < from {
            self.add_short(sequence(particle, end), group, Form::Surname);
        } else if last >= 3
            && from == words[last - 1]
            && tokens[words[last - 2]].shape == Shape::Capital
        {
            // Two surnames: `García Márquez`; and a given name between is harmless.
            self.add_short(sequence(words[last - 2], end), group, Form::Surname);
            if is_first_surname(class(words[last - 2])) {
                let at = words[last - 2];
                self.add_short(sequence(at, at + 1), group, Form::Surname);
            }
        }
        // `Rashid` of `al-Rashid`.
        if from < words[last - 1] && class(from).any(Class::PARTICLE) {
            self.add_short(sequence(words[last - 1], end), group, Form::Surname);
        }
        self.add_initials(group, &name, &tokens[first], &tokens[words[last - 1]]);
        let ends_in_surname = class(words[last - 1]).any(Class::SURNAME);
        self.first_word_of(group, tokens[first], last, ends_in_surname, entry);
    }

    /// `H. Roa` and `Hana R.` of Hana Roa.
    fn add_initials(&mut self, group: usize, name: &str, given: &Token, surname: &Token) {
        let initial = |token: &Token| {
            token.text(name).chars().next().map(|letter| tokens::fold(&letter.to_string()))
        };
        let (Some(one), Some(other)) = (initial(given), initial(surname)) else { return };
        if given.shape != Shape::Initial && surname.shape != Shape::Initial {
            self.add_short(vec![one, surname.fold], group, Form::Initial);
            self.add_short(vec![given.fold, other], group, Form::Given);
        }
    }

    /// What the first word of a person's name may be: the family name, or a given name and what it is
    /// cut down to.
    fn first_word_of(
        &mut self,
        group: usize,
        Token { fold, shape, .. }: Token,
        words: usize,
        ends_in_surname: bool,
        entry: Option<u32>,
    ) {
        let class = words::class(fold);
        let surname_known = entry.is_some_and(|entry| self.directory.surname(entry).is_some());
        if class.any(Class::FAMILY_FIRST) && words <= 3 && !surname_known {
            self.groups[group].family_first = Some(fold);
            self.add_short(vec![fold], group, Form::Surname);
        } else if class.any(Class::COMMON) || shape != Shape::Capital {
            return;
        } else if class.any(Class::GIVEN) {
            self.add_short(vec![fold], group, Form::Given);
        } else if !class.any(Class::TITLE | Class::ROLE | Class::HONORIFIC | Class::FUNCTION) {
            if class.any(Class::SURNAME) && !surname_known && !ends_in_surname {
                self.groups[group].family_first = Some(fold);
            }
            self.add_short(vec![fold], group, Form::First);
        }
        for &nickname in nicknames::of(fold) {
            let class = words::class(nickname);
            if class.any(Class::GIVEN) && !class.any(Class::COMMON | Class::FUNCTION) {
                self.add_short(vec![nickname], group, Form::Nickname);
            }
        }
    }

    fn short_forms_of_organisation(&mut self, group: usize, form: &str, entry: Option<u32>) {
        let name =
            entry.and_then(|entry| self.directory.entity(entry)).map(|entity| entity.name.clone());
        for name in std::iter::once(form).chain(name.as_deref()) {
            let tokens = tokens::tokenise(name);
            let words: Vec<usize> = (0..tokens.len()).filter(|&at| tokens[at].fold != 0).collect();
            let class = |at: usize| words::class(tokens[at].fold);
            let sequence = |from: usize, to: usize| -> Vec<u64> {
                words[from..to].iter().map(|&at| tokens[at].fold).collect()
            };
            if words.len() < 2 {
                continue;
            }
            self.add_short(sequence(0, words.len()), group, Form::Repeat);
            // Initials of the words that have a capital.
            let initials: String = words
                .iter()
                .filter(|&&at| tokens[at].is_capitalised() && !class(at).any(Class::FUNCTION))
                .filter_map(|&at| tokens[at].text(name).chars().next())
                .collect();
            if initials.chars().count() >= 3 {
                self.add_short(vec![tokens::fold(&initials)], group, Form::Acronym);
                // The `Ltd` that the name goes without.
                let last = tokens[words[words.len() - 1]].text(name);
                if ["Company", "Corporation"].contains(&last) {
                    let limited = tokens::fold(&format!("{initials}L"));
                    self.add_short(vec![limited], group, Form::Acronym);
                }
            }
            // `Roa denied it` after Roa & Tane.
            let is_firm = tokens[words[0] + 1..].first().is_some_and(|next| next.is_mark('&'));
            if is_firm && tokens[words[0]].shape == Shape::Capital {
                self.add_short(sequence(0, 1), group, Form::Shorter);
            }
            let mut last = words.len();
            while last > 1 && class(words[last - 1]).any(Class::COMPANY) {
                last -= 1;
            }
            if last < words.len() && last >= 2 {
                self.add_short(sequence(0, last), group, Form::Shorter);
            }
            let tail = words[last - 1];
            if last >= 3 && may_be_dropped(class(tail), tokens[tail].text(name)) {
                self.add_short(sequence(0, last - 1), group, Form::Shorter);
            }
            self.heads_of(group, name, &tokens, &words);
            let first = class(words[0]);
            let telling = tokens[words[0]].shape != Shape::Initial
                && tokens[words[0]].end_char - tokens[words[0]].start_char >= 4
                && !first.any(
                    Class::COMMON
                        | Class::FUNCTION
                        | Class::GIVEN
                        | Class::SURNAME
                        | Class::TITLE
                        | Class::CALENDAR
                        | Class::HEAD
                        | Class::PEOPLES,
                )
                && words.iter().any(|&at| {
                    class(at).any(Class::COMPANY)
                        || SHORTENED
                            .iter()
                            .any(|head| tokens[at].text(name).eq_ignore_ascii_case(head))
                })
                && self.directory.find(EntityKind::Place, tokens[words[0]].text(name)).is_none();
            let company = last < words.len()
                && first != Class::default()
                && !first.any(Class::COMMON | Class::FUNCTION);
            if tokens[words[0]].is_capitalised()
                && (telling && !self.placing.contains_key(&tokens[words[0]].fold)
                    || company && last == 1)
            {
                self.add_short(sequence(0, 1), group, Form::Shorter);
            }
        }
    }

    /// `Judiciary Committee` and `Committee` of the Senate Judiciary Committee, `Department` of the
    /// Department of Justice.
    fn heads_of(&mut self, group: usize, name: &str, tokens: &[Token], words: &[usize]) {
        let class = |at: usize| words::class(tokens[at].fold);
        let fold = |&at: &usize| tokens[at].fold;
        let last = words[words.len() - 1];
        let capitalised = |at: usize| tokens[at].is_capitalised();
        if class(last).any(Class::HEAD) && capitalised(last) {
            for from in 1..words.len() - 1 {
                if capitalised(words[from]) && !class(words[from]).any(Class::FUNCTION) {
                    let tail = words[from..].iter().map(fold).collect();
                    self.add_short(tail, group, Form::Shorter);
                }
            }
            self.add_short(vec![tokens[last].fold], group, Form::Head);
        }
        let preposition = ["of", "for", "on"];
        let links = |&at: &usize| preposition.contains(&tokens[at].text(name));
        // `Federal Bureau of Reefs`.
        let head = words.windows(2).find(|pair| {
            class(pair[0]).any(Class::HEAD) && capitalised(pair[0]) && links(&pair[1])
        });
        if let Some(&[head, _]) = head {
            self.add_short(vec![tokens[head].fold], group, Form::Head);
        }
    }
}
