//! Passages as news has them, by what is hard in them. All people and organisations are invented.

/// A passage, and each quotation by its first words and its speaker; `-` where nobody with a name
/// speaks.
pub type Case = (&'static str, &'static [(&'static str, &'static str)]);

/// Name beside a verb.
pub const NAMES: &[Case] = &[
    ("“We will not sell the harbour,” Martha Ellison said.", &[("We will not", "Martha Ellison")]),
    ("“We will not sell the harbour,” said Martha Ellison.", &[("We will not", "Martha Ellison")]),
    (
        "“The bridge is safe,” Daniel Osei, the transport minister, said on Monday.",
        &[("The bridge", "Daniel Osei")],
    ),
    (
        "“The bridge is safe,” said the transport minister, Daniel Osei.",
        &[("The bridge", "Daniel Osei")],
    ),
    (
        "“The bridge is safe,” said Daniel Osei, who has run the port since 2011.",
        &[("The bridge", "Daniel Osei")],
    ),
    (
        "\"Nobody told us about the flood,\" Rosa Martinez told reporters in the town hall.",
        &[("Nobody told us", "Rosa Martinez")],
    ),
    (
        "Rosa Martinez said: \"Nobody told us about the flood.\"",
        &[("Nobody told us", "Rosa Martinez")],
    ),
    (
        "Peter Holloway warned that “nobody will be spared when the dam gives way”.",
        &[("nobody will be", "Peter Holloway")],
    ),
    (
        "According to Peter Holloway, “the dam will hold for another winter”.",
        &[("the dam will", "Peter Holloway")],
    ),
    (
        "“The dam will hold for another winter,” according to Peter Holloway, an engineer.",
        &[("The dam will", "Peter Holloway")],
    ),
    (
        "Speaking in Lima on Tuesday, Finance Minister Helena Brandt said, “The budget is balanced.”",
        &[("The budget", "Helena Brandt")],
    ),
    (
        "“Will anybody listen?” Helena Brandt asked. Nobody answered.",
        &[("Will anybody", "Helena Brandt")],
    ),
    (
        "“What a day for this town!” exclaimed Mayor Oliver Grant as the boats came in.",
        &[("What a day", "Oliver Grant")],
    ),
    ("“We never saw the letter.” Oliver Grant said.", &[("We never saw", "Oliver Grant")]),
    (
        "Oliver Grant and Helena Brandt met on Friday. “It went well,” Ms Brandt said afterwards.",
        &[("It went well", "Helena Brandt")],
    ),
    (
        "In a letter to the council, Grace Whitfield wrote: “This street has waited ten years for a \
         crossing.” The council has not replied.",
        &[("This street", "Grace Whitfield")],
    ),
    ("“No,” Grace Whitfield said.", &[("No", "Grace Whitfield")]),
    (
        "Asked whether she would resign, Grace Whitfield replied: “I have a job to do.”",
        &[("I have a job", "Grace Whitfield")],
    ),
];

/// Quotations in pieces.
pub const PIECES: &[Case] = &[
    (
        "“We will,” Martha Ellison said, “wait for the court.”",
        &[("We will", "Martha Ellison"), ("wait for", "Martha Ellison")],
    ),
    (
        "“We lost the vote,” Martha Ellison said. “We will win the next one.”",
        &[("We lost", "Martha Ellison"), ("We will win", "Martha Ellison")],
    ),
    (
        "“We lost the vote. We will win the next one,” said Daniel Osei, leader of the party. “That is \
         a promise.”",
        &[("We lost", "Daniel Osei"), ("That is", "Daniel Osei")],
    ),
    (
        "Daniel Osei called the plan “a gamble worth taking” and said critics were “living in a world of \
         their own”.",
        &[("a gamble", "Daniel Osei"), ("living in", "Daniel Osei")],
    ),
    (
        "Daniel Osei said the plan was “a gamble worth taking”. Grace Whitfield disagreed. “It is a \
         waste of money,” she said.",
        &[("a gamble", "Daniel Osei"), ("It is a waste", "Grace Whitfield")],
    ),
    (
        "“I came to build,” Oliver Grant told the crowd, adding that the old council had been “asleep at \
         the wheel”.",
        &[("I came", "Oliver Grant"), ("asleep at", "Oliver Grant")],
    ),
    (
        "“Nothing was stolen,” said Rosa Martinez, but Peter Holloway replied: “Then where is the silver?”",
        &[("Nothing was", "Rosa Martinez"), ("Then where", "Peter Holloway")],
    ),
    (
        "Helena Brandt described the ruling as “deeply unfair”.",
        &[("deeply unfair", "Helena Brandt")],
    ),
    (
        "The fleet must be ready “as soon as the ice breaks”, Helena Brandt said.",
        &[("as soon as", "Helena Brandt")],
    ),
    (
        "“It is simple: pay,” Helena Brandt said. “Or leave.” She then sat down.",
        &[("It is simple", "Helena Brandt"), ("Or leave", "Helena Brandt")],
    ),
];

/// Other marks.
pub const MARKS: &[Case] = &[
    (
        "‘We don’t know what’s in the water,’ said Grace Whitfield. ‘It’s the farmers’ problem now.’",
        &[("We don’t know", "Grace Whitfield"), ("It’s the farmers’ problem", "Grace Whitfield")],
    ),
    (
        "'We don't know what's in the water,' said Grace Whitfield.",
        &[("We don't know", "Grace Whitfield")],
    ),
    (
        "‘The workers’ rights come first’, Oliver Grant said in Leeds.",
        &[("The workers’ rights", "Oliver Grant")],
    ),
    ("«The road will stay open», said Helena Brandt.", &[("The road", "Helena Brandt")]),
    ("„The road will stay open“, said Helena Brandt.", &[("The road", "Helena Brandt")]),
    (
        "“He looked at me and said ‘you are fired’ without blinking,” Rosa Martinez said.",
        &[("He looked at me", "Rosa Martinez")],
    ),
    (
        "‘He told us “never again” and then he left,’ said Rosa Martinez.",
        &[("He told us", "Rosa Martinez")],
    ),
    (
        "\"The fish are gone,\" Daniel Osei said. The nets, 6' long and 12\" wide, hung empty.",
        &[("The fish", "Daniel Osei")],
    ),
];

/// Over several paragraphs.
pub const PARAGRAPHS: &[Case] = &[
    (
        "“The first winter was hard,” Martha Ellison said. “We had no roof.\n\n“The second was worse. We \
         had no food.\n\n“By the third we had learned.”\n\nThe valley now feeds itself.",
        &[
            ("The first winter", "Martha Ellison"),
            ("We had no roof", "Martha Ellison"),
            ("The second was", "Martha Ellison"),
            ("By the third", "Martha Ellison"),
        ],
    ),
    (
        "“The ferry is late again,” Oliver Grant said.\n\n“It was late all of last year.”",
        &[("The ferry", "Oliver Grant"), ("It was late", "Oliver Grant")],
    ),
    (
        "Oliver Grant said the ferry would be sold by the spring.\n\n“It costs more than it earns.”",
        &[("It costs more", "Oliver Grant")],
    ),
    (
        "Oliver Grant said the ferry would be sold.\n\n“It costs more than it earns,” he said.\n\nGrace \
         Whitfield, who takes it every day, is angry.\n\n“How will I get to work?” she said.",
        &[("It costs more", "Oliver Grant"), ("How will I", "Grace Whitfield")],
    ),
    (
        "Oliver Grant: “The ferry will be sold.”\n\nGrace Whitfield: “Then I will swim.”",
        &[("The ferry will", "Oliver Grant"), ("Then I will", "Grace Whitfield")],
    ),
    (
        "“The mast broke in the first storm,” said Peter Holloway.\n\nThe crew of six was rescued on \
         Sunday.\n\n“We prayed,” said Rosa Martinez, the cook.",
        &[("The mast", "Peter Holloway"), ("We prayed", "Rosa Martinez")],
    ),
    (
        "“The mast broke,” said Peter Holloway. “I heard it go.\n“Then the rain came.”",
        &[
            ("The mast", "Peter Holloway"),
            ("I heard", "Peter Holloway"),
            ("Then the rain", "Peter Holloway"),
        ],
    ),
];

/// A pronoun, a role, an organisation.
pub const OTHERS: &[Case] = &[
    (
        "Martha Ellison met the fishermen on Friday. “I hear you,” she said.",
        &[("I hear you", "Martha Ellison")],
    ),
    (
        "Martha Ellison and her deputy, Daniel Osei, met the fishermen on Friday. “I hear you,” he said.",
        &[("I hear you", "Daniel Osei")],
    ),
    (
        "Mr Tanaka toured the plant with Mrs Okafor. Mr Tanaka praised the workers. “They never slept,” \
         he added.",
        &[("They never", "Tanaka")],
    ),
    (
        "The fisheries minister, Martha Ellison, spoke for an hour. “The quotas will stay,” the minister \
         said.",
        &[("The quotas", "Martha Ellison")],
    ),
    (
        "Defence Minister Daniel Osei met Foreign Minister Helena Brandt. “The border is quiet,” the \
         foreign minister said.",
        &[("The border", "Helena Brandt")],
    ),
    ("“The border is quiet,” a spokeswoman for the ministry said.", &[("The border", "-")]),
    (
        "“We were not told,” said Rosa Martinez, a spokeswoman for the union. The spokeswoman added: “We \
         will go to court.”",
        &[("We were not", "Rosa Martinez"), ("We will go", "Rosa Martinez")],
    ),
    (
        "The Northland Fisheries Ministry closed the bay. “The water is not safe,” the ministry said.",
        &[("The water", "Northland Fisheries Ministry")],
    ),
    (
        "“The water is not safe,” the Northland Fisheries Ministry said in a statement.",
        &[("The water", "Northland Fisheries Ministry")],
    ),
    (
        "The Northland Fisheries Ministry issued a statement on Friday. “The water is not safe,” the \
         statement said.",
        &[("The water", "Northland Fisheries Ministry")],
    ),
    (
        "Brightwater Foods Inc. recalled the soup. “We regret the mistake,” the company said in a \
         statement.",
        &[("We regret", "Brightwater Foods Inc.")],
    ),
    (
        "An editorial in the Northland Herald said: “The minister must go.”",
        &[("The minister must", "Northland Herald")],
    ),
    ("“The minister must go,” officials said.", &[("The minister must", "-")]),
    ("“He was a quiet man,” a neighbour said of Peter Holloway.", &[("He was a quiet", "-")]),
    ("“The talks are over,” a spokesman for Helena Brandt said.", &[("The talks", "-")]),
    ("“The talks are over,” Helena Brandt’s lawyer said.", &[("The talks", "-")]),
    (
        "The report by the Harrow Institute found rot in the beams. “The roof may fall at any time,” it \
         said.",
        &[("The roof", "Harrow Institute")],
    ),
    ("“They laughed at us,” she said.", &[("They laughed", "-")]),
    (
        "On the wall somebody had painted a warning. “The sea will take it all back.”",
        &[("The sea will", "-")],
    ),
];

/// What newsrooms do besides.
pub const NEWSROOM: &[Case] = &[
    (
        "Shares in Brightwater Foods Inc. fell on Monday. “We are confident in our soup,” said Helena \
         Brandt, its chief executive. She said the company would “look at every option on the table”.",
        &[("We are confident", "Helena Brandt"), ("look at every", "Helena Brandt")],
    ),
    (
        "Mr. Osei, the port’s director, did not return calls. In an e-mail, he wrote, “I have nothing to \
         add.”",
        &[("I have nothing", "Osei")],
    ),
    (
        "“It’s over,” whispered Grace Whitfield, a nurse from Hull, when the lights went out.\n\n“It’s only \
         the storm,” answered her brother, Oliver Whitfield.",
        &[("It’s over", "Grace Whitfield"), ("It’s only", "Oliver Whitfield")],
    ),
    (
        "Martha Ellison, who resigned last week, told the inquiry that “nobody in the ministry read the \
         letter”. Daniel Osei, her successor, told the inquiry that he had.",
        &[("nobody in the", "Martha Ellison")],
    ),
    (
        "Asked by Daniel Osei why the letter was lost, Martha Ellison said it had been “put in the wrong \
         drawer”.",
        &[("put in the", "Martha Ellison")],
    ),
    (
        "“Daniel Osei is a liar,” Martha Ellison told the inquiry. “He knew it all.”\n\nMr Osei denies it. \
         “I knew nothing,” he said.",
        &[
            ("Daniel Osei is", "Martha Ellison"),
            ("He knew it", "Martha Ellison"),
            ("I knew nothing", "Daniel Osei"),
        ],
    ),
    (
        "The minister for ports, Rosa Martinez, flew home. “We shall see,” she said, before adding: “Do not \
         wait for me.”",
        &[("We shall see", "Rosa Martinez"), ("Do not wait", "Rosa Martinez")],
    ),
    (
        "“I could not be prouder of this crew” – Captain Peter Holloway",
        &[("I could not", "Peter Holloway")],
    ),
    (
        "Critics call the scheme “a licence to print money”. Helena Brandt, the mayor, disagrees.",
        &[("a licence to", "-")],
    ),
    (
        "The scheme was described by Helena Brandt as “a licence to print money”.",
        &[("a licence to", "Helena Brandt")],
    ),
    (
        "Both Helena Brandt and Oliver Grant were at the table. The talks were frank, according to a \
         person in the room. “Nobody smiled.”",
        &[("Nobody smiled", "-")],
    ),
    (
        "Helena Brandt tweeted: “Proud of this town today!” Her post was deleted an hour later.",
        &[("Proud of this", "Helena Brandt")],
    ),
    (
        "\"The quota will be cut by a third,\" Northland’s fisheries minister Martha Ellison told Radio \
         Northland. \"There is no other way.\"",
        &[("The quota will", "Martha Ellison"), ("There is no", "Martha Ellison")],
    ),
    ("Osei said.\n\n“I never met her.”", &[("I never met", "Osei")]),
    (
        "A spokesperson for Brightwater Foods said: “We do not comment on rumours.”",
        &[("We do not", "Brightwater Foods")],
    ),
    (
        "In her first speech as leader, Grace Whitfield promised voters “a fresh start for every street”, \
         and attacked the “lazy and careless” record of Oliver Grant.",
        &[("a fresh start", "Grace Whitfield")],
    ),
    (
        "‘It’s my mother’s house,’ Rosa Martinez says. ‘She won’t sell it.’ Her mother, Ana Martinez, \
         nods. ‘Never,’ she says.",
        &[
            ("It’s my mother’s", "Rosa Martinez"),
            ("She won’t", "Rosa Martinez"),
            ("Never", "Ana Martinez"),
        ],
    ),
    (
        "“We’re building,” Daniel Osei said, “what our fathers could not build: a harbour.” He paused. “A \
         real harbour.”",
        &[
            ("We’re building", "Daniel Osei"),
            ("what our fathers", "Daniel Osei"),
            ("A real harbour", "Daniel Osei"),
        ],
    ),
    (
        "The police chief, Superintendent Oliver Grant, said two men were held. “They were armed,” the \
         police chief said. The Northland Herald reported that a third man had fled.",
        &[("They were armed", "Oliver Grant")],
    ),
    (
        "NORTHLAND (Reuters) - “We will rebuild,” President Helena Brandt said on Sunday, standing in front \
         of what was the school. “Stone by stone.”",
        &[("We will rebuild", "Helena Brandt"), ("Stone by stone", "Helena Brandt")],
    ),
];

/// As the wire has it: transcripts, officials without a name, two people in one paragraph.
pub const WIRE: &[Case] = &[
    (
        "“You killed my goat!” He threw the bucket and left. Rosa Martinez watched him go.",
        &[("You killed", "-")],
    ),
    ("“Who will pay?” Grace Whitfield proposed a levy on every boat.", &[("Who will", "-")]),
    (
        "The paper quoted Oliver Grant, its founder, as saying “the press will outlive the printer”.",
        &[("the press will", "Oliver Grant")],
    ),
    ("Helena Brandt was quoted as saying: “No more dams.”", &[("No more dams", "Helena Brandt")]),
    (
        "During his speech Daniel Osei claimed, “Nobody has ever seen such a harbour.”",
        &[("Nobody has", "Daniel Osei")],
    ),
    (
        "“The net was cut,” said Peter Holloway, who found it. Holloway’s brother, Tom, was not there. “It \
         was a knife,” Holloway added.",
        &[("The net was", "Peter Holloway"), ("It was a knife", "Peter Holloway")],
    ),
    (
        "A Brightwater Foods Inc. spokeswoman said the soup was safe. “We test every tin,” the spokeswoman \
         said.",
        &[("We test", "Brightwater Foods Inc.")],
    ),
    (
        "Grace Whitfield and Rosa Martinez shared the prize. “I never win anything,” said Whitfield. “I \
         always do,” said Martinez.",
        &[("I never win", "Grace Whitfield"), ("I always do", "Rosa Martinez")],
    ),
    ("Ellison, Martha. Born in Hull in 1950. Her motto: “Work first.”", &[("Work first", "-")]),
    (
        "Prime Minister Helena Brandt has ruled out an early vote. The prime minister told parliament: “I \
         was elected for four years, and four years it will be.”",
        &[("I was elected", "Helena Brandt")],
    ),
    (
        "The deal is dead, a senior official said, calling it “a marriage nobody wanted”.",
        &[("a marriage", "-")],
    ),
    (
        "“Buy bread,” the note read. “Sell the boat.” Police are looking for Oliver Grant.",
        &[("Buy bread", "-"), ("Sell the boat", "-")],
    ),
    (
        "President Helena Brandt’s office said she would not attend. “The president has a cold,” it said.",
        &[("The president", "-")],
    ),
    (
        "Tom Hale (Labour) said the bill was “an insult to every teacher in the country”.",
        &[("an insult", "Tom Hale")],
    ),
    (
        "Senator Grace Whitfield today issued the following statement on the harbour bill:\n\n“Although the \
         bill is weak, I will vote for it.”",
        &[("Although the", "Grace Whitfield")],
    ),
    (
        "The Northland Fisheries Ministry issued a statement on the bay. The fleet will stay in port for \
         “a period of at least six weeks,” according to the statement.",
        &[("a period of", "Northland Fisheries Ministry")],
    ),
    (
        "“The road over the pass will be shut\nuntil the snow has gone and the bridge\nhas been mended,” \
         said Oliver Grant,\nwho runs the plough.",
        &[("The road over", "Oliver Grant")],
    ),
    (
        "“First we lost the sheep.\n\n“Then we lost the dog,” said Peter Holloway, a farmer.",
        &[("First we lost", "Peter Holloway"), ("Then we lost", "Peter Holloway")],
    ),
    (
        "'It's the boats' turn', said Helena Brandt. 'They've waited since the '90s.'",
        &[("It's the boats", "Helena Brandt"), ("They've waited", "Helena Brandt")],
    ),
    (
        "The council “regrets any distress”, it said in a letter to Grace Whitfield.",
        &[("regrets any", "-")],
    ),
    (
        "“We found the ring”, Tom Hale, 34, told this newspaper, “under the floor.”",
        &[("We found", "Tom Hale"), ("under the floor", "Tom Hale")],
    ),
    (
        "MARTHA ELLISON: “Good evening.”\nDANIEL OSEI: “Good evening, and thank you.”",
        &[("Good evening.", "Martha Ellison"), ("Good evening, and", "Daniel Osei")],
    ),
    (
        "The novel begins “All boats are sad boats”, and it never cheers up, Grace Whitfield wrote in her \
         review.",
        &[("All boats are", "Grace Whitfield")],
    ),
];

/// Marks that are no quotation.
pub const NONE: &[Case] = &[
    ("The so-called “work plans” were signed by Martha Ellison in May.", &[]),
    ("The second “pillar” of the pact covers trade, Martha Ellison said.", &[]),
    ("Rosa Martinez won the prize for her novel “The Salt Road” in 2011.", &[]),
    ("The film “A Winter in Leeds” opens on Friday. Oliver Grant wrote the music.", &[]),
    ("The boxer, known as “the Hammer of Hull”, retired in 1990.", &[]),
    ("The ministers hoped to increase “interoperability” between the two fleets.", &[]),
    ("A law against leaking “information vital to the harbour” came into force.", &[]),
    ("Daniel Osei signed the “Bread and Water” pact in front of the town hall.", &[]),
    ("It was the '90s, and rock 'n' roll was not dead, Oliver Grant said.", &[]),
    ("The bank’s “too big to fail” status ended in May, and so did its luck.", &[]),
    (
        "She wore a T-shirt that said “Hull” and a hat. Nobody from the ‘Save Our Bay’ group came.",
        &[],
    ),
    ("Rosa Martinez sang “Harbour Lights” and “The Long Way Home” before the mayor arrived.", &[]),
    ("The operation, code-named “Quiet Water”, was led by Inspector Oliver Grant.", &[]),
    ("The word “harbour” has two vowels in a row, the teacher explained.", &[]),
    ("Peter “Bones” Holloway played the drums, and the crowd sang along.", &[]),
];
