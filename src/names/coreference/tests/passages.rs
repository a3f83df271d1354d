//! Passages of our own inventing, each with every short form that should stand in it, in order, and the name of whom it
//! means. A short form that nobody can tell is left out.

/// A text with the short forms in it.
pub struct Passage {
    pub headline: &'static str,
    pub body: &'static str,
    /// `Ellison=Martha Ellison; PIF=Pacific Islands Forum`.
    pub expected: &'static str,
}

const fn text(body: &'static str, expected: &'static str) -> Passage {
    Passage { headline: "", body, expected }
}

const fn under(headline: &'static str, body: &'static str, expected: &'static str) -> Passage {
    Passage { headline, body, expected }
}

/// Short forms of people.
pub const PEOPLE: &[Passage] = &[
    // Surnames after full names.
    text(
        "Martha Ellison, the fisheries minister, resigned on Tuesday. Ellison had held the post for \
         two years. Colleagues said Ellison was tired.",
        "Ellison=Martha Ellison; Ellison=Martha Ellison",
    ),
    text(
        "Peter Holloway met reporters in Dunmore. Mr Holloway said nothing new. Holloway left early.",
        "Holloway=Peter Holloway; Holloway=Peter Holloway",
    ),
    text(
        "Police named the driver as Tom Barlow. A neighbour said Barlow had moved there in May.",
        "Barlow=Tom Barlow",
    ),
    text(
        "“We wait,” said Rena Sasaki, an analyst at Tezuka Bank. Sasaki expects rates to fall.",
        "Sasaki=Rena Sasaki",
    ),
    text(
        "Foreign Minister Winston Peters flew to Fiji. Mr Peters will meet ministers there. Peters \
         said the trip was overdue.",
        "Peters=Winston Peters; Peters=Winston Peters",
    ),
    // Shared surnames.
    text(
        "Martha Ellison and her husband, Robert Ellison, bought the farm in 1999. Martha Ellison ran \
         it. Martha sold it; Robert kept the house.",
        "Martha=Martha Ellison; Robert=Robert Ellison",
    ),
    text("Martha Ellison and Robert Ellison bought the farm. Ellison sold it in May.", ""),
    text(
        "Senator Martha Ellison and Judge Robert Ellison are siblings. Senator Ellison voted no. \
         Judge Ellison declined to comment.",
        "Ellison=Martha Ellison; Ellison=Robert Ellison",
    ),
    text(
        "Robert Ellison founded the firm in 1970. He left it in 1998. His son, David Ellison, took \
         over. Ellison doubled its sales within five years.",
        "",
    ),
    text(
        "Health Minister Susan Whitmore opened the clinic. Transport Minister David Whitmore stayed \
         away. Susan Whitmore said it was overdue. Whitmore praised the nurses.",
        "Whitmore=Susan Whitmore",
    ),
    text(
        "Mr. Daniel Osei and Mrs. Grace Osei sued the bank. Mrs. Osei testified on Monday. Mr. Osei \
         sat behind her.",
        "Osei=Grace Osei; Osei=Daniel Osei",
    ),
    text(
        "Governor Elena Petrova and General Viktor Petrov met. Petrova spoke first. Petrov listened.",
        "Petrova=Elena Petrova; Petrov=Viktor Petrov",
    ),
    text("The sisters Anna Lindqvist and Maria Lindqvist won. Lindqvist was overjoyed.", ""),
    text(
        "John Weller and James Weller were both arrested. “I am innocent,” James Weller said. “He \
         is,” John agreed.",
        "John=John Weller",
    ),
    text(
        "President Daniel Osei flew home. His brother, the banker Kofi Osei, stayed. President Osei \
         said nothing.",
        "Osei=Daniel Osei",
    ),
    text(
        "Health Minister Susan Whitmore opened it. Transport Minister David Whitmore did not come. \
         Health Minister Whitmore cut the ribbon; Transport Minister Whitmore was in Fiji.",
        "Whitmore=Susan Whitmore; Whitmore=David Whitmore",
    ),
    text(
        "Ana Weller, the mayor, met Tom Weller, a baker. Mayor Weller bought bread.",
        "Weller=Ana Weller",
    ),
    // Family name first.
    text("Xi Jinping opened the congress. Xi spoke for two hours.", "Xi=Xi Jinping"),
    text("President Park Min-seo signed the law. Park had vetoed it twice.", "Park=Park Min-seo"),
    text(
        "Kim Tae-jun, a lawyer, was freed on Friday. Kim had spent two years in jail.",
        "Kim=Kim Tae-jun",
    ),
    text(
        "Chen Wenhao, an economist at Tezuka Bank, said exports would fall. Chen cut his forecast.",
        "Chen=Chen Wenhao",
    ),
    text("Premier Zhao Lihua met the envoys. “We are friends,” Zhao said.", "Zhao=Zhao Lihua"),
    text(
        "Nguyen Van Hai, the trade minister, will travel to Tokyo. Hai will sign two agreements.",
        "Hai=Nguyen Van Hai",
    ),
    text(
        "Prime Minister Orbach Gyula of Hungary spoke first. Mr Orbach left at noon.",
        "Orbach=Orbach Gyula",
    ),
    text(
        "Tanaka Hiroshi, the finance minister, resigned. Tanaka had been in office for a month.",
        "Tanaka=Tanaka Hiroshi",
    ),
    text(
        "Hiroshi Tanaka, the finance minister, resigned. Tanaka had been in office for a month.",
        "Tanaka=Hiroshi Tanaka",
    ),
    text(
        "Li Meiling and her brother Li Guowei run the shop. Li Meiling keeps the books. Meiling \
         opens at six.",
        "Meiling=Li Meiling",
    ),
    text(
        "Wang Yi, China's foreign minister, arrived on Sunday. Wang meets Winston Peters on Monday. \
         Peters invited him.",
        "Wang=Wang Yi; Peters=Winston Peters",
    ),
    text(
        "Lee Seung-ho, the coach, was dismissed. Lee’s contract had a year to run.",
        "Lee=Lee Seung-ho",
    ),
    text("Mao Jianhua painted the hall. Mao was 90 when he died.", "Mao=Mao Jianhua"),
    // Possessives, with and without their apostrophe.
    text(
        "Winston Peters met unions. Peters' aides took notes. Peters’s office had no comment.",
        "Peters=Winston Peters; Peters=Winston Peters",
    ),
    text(
        "Susan Whitmore won the seat. Whitmore's majority was nine votes.",
        "Whitmore=Susan Whitmore",
    ),
    text(
        "George Barlow, the president, will visit Chad. President Barlows trip begins on Monday. \
         Barlow was last there in May.",
        "Barlows=George Barlow; Barlow=George Barlow",
    ),
    text(
        "George Barlows plan is simple. George Barlow wants lower taxes.",
        "George Barlows=George Barlow",
    ),
    text(
        "Martha Ellison has quit. Ellisons deputy, Tom Hale, takes over.",
        "Ellisons=Martha Ellison",
    ),
    text(
        "James Hollis was charged on Friday. Police searched Hollis’ house.",
        "Hollis=James Hollis",
    ),
    text(
        "Grace Osei runs the port. The Oseis have lived there for years, said Osei.",
        "Osei=Grace Osei",
    ),
    // Capitals.
    text(
        "ELLISON QUITS AFTER VOTE\n\nMartha Ellison quit on Tuesday, hours after the vote.",
        "ELLISON=Martha Ellison",
    ),
    text(
        "HOLLOWAY DENIES CLAIMS\n\nPeter Holloway said on Monday that he had done nothing wrong. \
         Holloway will appeal.",
        "HOLLOWAY=Peter Holloway; Holloway=Peter Holloway",
    ),
    text(
        "The hearing began at ten.\n\nSENATOR ELLISON: I object.\n\nSenator Martha Ellison then left.",
        "ELLISON=Martha Ellison",
    ),
    // The headline first.
    text(
        "Ellison Quits as Fisheries Minister\n\nMartha Ellison has quit as fisheries minister.",
        "Ellison=Martha Ellison",
    ),
    text(
        "Okafor to stand again\n\nThe mayor of Dunmore, David Okafor, will stand again in May.",
        "Okafor=David Okafor",
    ),
    text(
        "Photo: Whitmore leaves the court.\n\nSusan Whitmore was cleared of all charges on Friday.",
        "Whitmore=Susan Whitmore",
    ),
    under(
        "Martha Ellison to resign",
        "Ellison told reporters on Tuesday that she would go.",
        "Ellison=Martha Ellison",
    ),
    under(
        "Ellison to resign",
        "Martha Ellison told reporters on Tuesday that she would go. Ellison gave no reason.",
        "Ellison=Martha Ellison",
    ),
    under(
        "Why Daniel Osei lost",
        "Mr Osei had promised too much. “He never listened,” said Grace Addo. Addo ran against him.",
        "Osei=Daniel Osei; Addo=Grace Addo",
    ),
    under("Kim Tae-jun freed", "Kim walked out of the jail on Friday morning.", "Kim=Kim Tae-jun"),
    under(
        "Pacific Reef Commission warns of bleaching",
        "The PRC said on Monday that water was warming.",
        "PRC=Pacific Reef Commission",
    ),
    // Nicknames.
    text(
        "Robert Ellison founded the firm. Bob Ellison, as friends knew him, died in May. Ellison was 80.",
        "Bob Ellison=Robert Ellison; Ellison=Robert Ellison",
    ),
    text(
        "William Hartnell-Moore opened the fair. Bill Hartnell-Moore thanked the crowd.",
        "Bill Hartnell-Moore=William Hartnell-Moore",
    ),
    text(
        "Senator Elizabeth Weller will not stand. Liz Weller was elected in 2004. Weller is 71.",
        "Liz Weller=Elizabeth Weller; Weller=Elizabeth Weller",
    ),
    text(
        "Mike Tolley was sacked on Monday. Michael Tolley, 51, joined in 2001.",
        "Mike Tolley=Michael Tolley",
    ),
    text("James Weller and Jim Weller are cousins. Weller is the elder.", ""),
    text("Katherine Marsh coaches the team. “We lost,” Kate said.", "Kate=Katherine Marsh"),
    text("Thomas Hale met Robert Holloway. Bob Hale was there as well.", ""),
    // Initials.
    text("J. K. Ellison wrote three novels. Ellison died in 1998.", "Ellison=J. K. Ellison"),
    text(
        "John F. Ellison was elected in 2004. Ellison lost his seat in 2010.",
        "Ellison=John F. Ellison",
    ),
    text("John F. Weller and John T. Weller met. Weller spoke.", ""),
    text(
        "Judge A.B. Whitmore dismissed the case. Judge Whitmore gave no reason.",
        "Whitmore=A.B. Whitmore",
    ),
    text("R.T. Moana led the inquiry. Ms Moana heard 40 witnesses.", "Moana=R.T. Moana"),
    // Titles and surnames.
    text(
        "President Elena Petrova spoke first. President Petrova then left. Ms Petrova is 60.",
        "Petrova=Elena Petrova; Petrova=Elena Petrova",
    ),
    text(
        "Prime Minister Osei arrived late. Daniel Osei has led the country since May.",
        "Osei=Daniel Osei",
    ),
    text("Dr. Elena Petrova studies ice. Professor Petrova won a prize.", "Petrova=Elena Petrova"),
    text(
        "Sir Graham Tolley chairs the board. Sir Graham has no vote. Tolley was knighted in May.",
        "Graham=Graham Tolley; Tolley=Graham Tolley",
    ),
    // Given names alone.
    text(
        "Rosa Martinez, 12, was rescued on Sunday. Rosa had clung to a tree. “Rosa is strong,” her \
         mother said.",
        "Rosa=Rosa Martinez; Rosa=Rosa Martinez",
    ),
    text(
        "Julia Fischer and Anna Fischer won the doubles. Julia served well. Anna was injured.",
        "Julia=Julia Fischer; Anna=Anna Fischer",
    ),
    text("Rosa had gone. Nobody knew where Rosa Martinez was.", "Rosa=Rosa Martinez"),
    // Two surnames, particles, one name.
    text(
        "Carlos García Moreno, the mayor, was shot on Friday. García Moreno had been in office for a \
         week. García was 52.",
        "García Moreno=Carlos García Moreno; García=Carlos García Moreno",
    ),
    text(
        "President Andrés López Rivera won. López Rivera will take office in May.",
        "López Rivera=Andrés López Rivera",
    ),
    text(
        "João Carvalho da Silva, a judge, ordered the raid. Silva was threatened.",
        "Silva=João Carvalho da Silva",
    ),
    text(
        "Pieter van der Linden was mayor. Van der Linden retired in May. Mr van der Linden lives in \
         Ghent.",
        "Van der Linden=Pieter van der Linden; van der Linden=Pieter van der Linden",
    ),
    text(
        "Carmen de la Cruz painted it. De la Cruz sold it for nothing.",
        "De la Cruz=Carmen de la Cruz",
    ),
    text(
        "Prince Khalid bin Faisal opened the conference. Prince Khalid praised the hosts.",
        "Khalid=Khalid bin Faisal",
    ),
    text(
        "President Omar al-Rashid spoke on television. Al-Rashid said the army was loyal. Rashid \
         then left.",
        "Al-Rashid=Omar al-Rashid; Rashid=Omar al-Rashid",
    ),
    text(
        "Foreign Minister Tariq al-Hamdan said no. Mr. Hamdan will not go to Chad.",
        "Hamdan=Tariq al-Hamdan",
    ),
    text(
        "Prime Minister Birna Jónsdóttir resigned. Birna had been in office for a year. Jónsdóttir \
         gave no reason.",
        "Birna=Birna Jónsdóttir; Jónsdóttir=Birna Jónsdóttir",
    ),
    text("Sukarno declared independence. Sukarno ruled for two decades.", ""),
    text(
        "Friedrich von Hardenau, a general, was dismissed. Hardenau had lost the battle. Von \
         Hardenau went abroad.",
        "Hardenau=Friedrich von Hardenau; Von Hardenau=Friedrich von Hardenau",
    ),
    text(
        "Mira Rapp-Hale spoke. Rapp-Hale left. Ms. Rapp-Hale did not return.",
        "Rapp-Hale=Mira Rapp-Hale; Rapp-Hale=Mira Rapp-Hale",
    ),
    text("Sean O’Neill won. O'Neill's rivals protested.", "O'Neill=Sean O’Neill"),
    text(
        "Robert Hale Jr. took over in May. Hale had worked there since 1990.",
        "Hale=Robert Hale Jr.",
    ),
    // A surname that no person in the text has.
    text("Anna Young spoke. Young people cheered. Young left.", "Young=Anna Young"),
    text("Denise Washington met aides. The train left Washington at noon.", ""),
    text("Martha Ellison left. Ellison Street is closed. The Ellison Prize was given.", ""),
    text("Jordan Hale met them in Jordan.", ""),
    text("Peter Bank runs the shop. The Bank of Dunmore holds his debt.", ""),
    text(
        "Tom Barlow and Grace Addo married in May. Barlow is a nurse; Addo teaches.",
        "Barlow=Tom Barlow; Addo=Grace Addo",
    ),
    text(
        "Luc Morel was there, said Anna Lindqvist. According to Lindqvist, Morel paid.",
        "Lindqvist=Anna Lindqvist; Morel=Luc Morel",
    ),
    text(
        "Among them were Susan Whitmore (left) and David Okafor. Whitmore spoke. So did Okafor.",
        "Whitmore=Susan Whitmore; Okafor=David Okafor",
    ),
];

/// Short forms of organisations.
pub const ORGANISATIONS: &[Passage] = &[
    text(
        "The Pacific Reef Commission (PRC) met on Monday. The PRC will report in May.",
        "PRC=Pacific Reef Commission; PRC=Pacific Reef Commission",
    ),
    text(
        "PRC warns of bleaching\n\nThe Pacific Reef Commission (PRC) said water was warming.",
        "PRC=Pacific Reef Commission; PRC=Pacific Reef Commission",
    ),
    text(
        "A ship of the DFA was seen off the coast. The Dunmore Fisheries Authority (DFA) said it \
         was on patrol.",
        "DFA=Dunmore Fisheries Authority; DFA=Dunmore Fisheries Authority",
    ),
    text(
        "Photo: DFA\n\nThe Dunmore Fisheries Authority said on Monday that stocks were low.",
        "DFA=Dunmore Fisheries Authority",
    ),
    text(
        "The World Fisheries Organization met in Fiji. The WFO has 40 members. WFO's budget is small.",
        "WFO=World Fisheries Organization; WFO=World Fisheries Organization",
    ),
    text(
        "Tezuka Holdings Inc. said sales rose. Tezuka Holdings will hire 200 people.",
        "Tezuka Holdings=Tezuka Holdings Inc.",
    ),
    text(
        "Brightwater Energy Ltd. fell 3 percent. Brightwater Energy said it would cut jobs. \
         Brightwater has debts.",
        "Brightwater Energy=Brightwater Energy Ltd.; Brightwater=Brightwater Energy Ltd.",
    ),
    text(
        "The Ministry of Defence denied it. A spokesman for the Ministry said the ship was old.",
        "Ministry=Ministry of Defence",
    ),
    text(
        "The Senate Fisheries Committee met. The Committee will vote in May. The Fisheries Committee \
         has nine members.",
        "Committee=Senate Fisheries Committee; Fisheries Committee=Senate Fisheries Committee",
    ),
    text("The Ministry of Health issued a warning. The ministry's website was down.", ""),
    text("The Dunmore Reform Party lost. The party had led since May.", ""),
    text(
        "The Department of Justice sued. The Department's lawyers said the merger was unlawful.",
        "Department=Department of Justice",
    ),
    text(
        "The Harbour Institute published the study. Tom Barlow of the Institute wrote it.",
        "Institute=Harbour Institute",
    ),
    text("The University of Dunmore cut its fees. The University of Kilbride did not.", ""),
    text("The Ministry of Health and the Ministry of Trade met. The Ministry had no comment.", ""),
    text(
        "The Tzelko Institute for Strategic Studies (TISS) said so. TISS is based in Lima.",
        "TISS=Tzelko Institute for Strategic Studies; TISS=Tzelko Institute for Strategic Studies",
    ),
    text(
        "Northgate Foods Group has bought a bakery. Northgate paid nothing, Northgate Foods said.",
        "Northgate=Northgate Foods Group; Northgate Foods=Northgate Foods Group",
    ),
    text(
        "The National Union of Dockers (NUD) struck. NUD members blocked the port.",
        "NUD=National Union of Dockers; NUD=National Union of Dockers",
    ),
    text(
        "The Bank of Dunmore raised rates. The Bank expects prices to cool.",
        "Bank=Bank of Dunmore",
    ),
    text("The World Health Organization issued a warning. The WHO's chief spoke.", ""),
    under(
        "Dunmore Fisheries Authority to close port",
        "The Dunmore Fisheries Authority said so on Monday. The DFA gave no date.",
        "DFA=Dunmore Fisheries Authority",
    ),
    text(
        "The Kilbride Port Company sacked its chief. The Company gave no reason.",
        "Company=Kilbride Port Company",
    ),
];

/// Passages that were written after the rules, to see what they do with what they were not made for. On
/// the first run precision was 0.854 and recall 0.897; what was mended since was mended in general.
pub const UNSEEN: &[Passage] = &[
    text(
        "Michael Addo, 34, and Mick Barlow, 41, were rescued. Mick had a radio, Michael a torch.",
        "Mick=Mick Barlow; Michael=Michael Addo",
    ),
    text(
        "Sam Okafor won the men's race. Samantha Okafor won the women's. Okafor, a nurse, runs daily.",
        "",
    ),
    text(
        "Dick Tolley coached them for years. Richard Tolley's widow, Jane Tolley, accepted the cup.",
        "Dick Tolley=Richard Tolley",
    ),
    text(
        "Charles Weller chairs the fund. His daughter Charlie Weller works there. Charlie is 24.",
        "Charlie=Charlie Weller",
    ),
    text(
        "Prime Minister Edward Marsh lost the vote. “It hurts,” Ted Marsh said. Mr. Marsh will go.",
        "Ted Marsh=Edward Marsh; Marsh=Edward Marsh",
    ),
    text(
        "Andrew Holt was born in Dunmore. Drew, as they call him, never left. Holt paints boats.",
        "Drew=Andrew Holt; Holt=Andrew Holt",
    ),
    text(
        "Sir Tom Barlow met Lady Anne Weller. Sir Tom bowed. Lady Anne did not.",
        "Tom=Tom Barlow; Anne=Anne Weller",
    ),
    text("King Tomas received Grace Addo. The king thanked Addo for her work.", "Addo=Grace Addo"),
    text(
        "Luis Alberto Moreno Vega, a banker, was named on Friday. Mr. Moreno Vega is 60. Moreno is \
         known at home as a singer.",
        "Moreno Vega=Luis Alberto Moreno Vega; Moreno=Luis Alberto Moreno Vega",
    ),
    text(
        "Mary Anne Holloway wrote to Susan Whitmore. Anne Whitmore, her mother, kept the letter.",
        "",
    ),
    text(
        "Ibrahim Al-Sayed leads the council. Al-Sayed's brother fled. Sayed stayed.",
        "Al-Sayed=Ibrahim Al-Sayed; Sayed=Ibrahim Al-Sayed",
    ),
    text(
        "Tran Thi Lan, a farmer, lost her land. Lan will sue. “I have nothing,” Ms. Lan said.",
        "Lan=Tran Thi Lan; Lan=Tran Thi Lan",
    ),
    text(
        "Kovács Péter runs the mill. Mr Kovács inherited it from his father. Kovács has two sons.",
        "Kovács=Kovács Péter; Kovács=Kovács Péter",
    ),
    text("Liu Yan and Liu Fang are both on the list. Liu did not comment.", ""),
    text(
        "Zhang Min, the mayor, met Tom Zhang, a lawyer from Dunmore. Mayor Zhang was late.",
        "Zhang=Zhang Min",
    ),
    text(
        "Daniel Osei beat Grace Addo in May. Oseis supporters danced. Addos party went home.",
        "Oseis=Daniel Osei; Addos=Grace Addo",
    ),
    text(
        "Anna Robert met Julia Roberts Hale. Roberts said the film was long.",
        "Roberts=Julia Roberts Hale",
    ),
    text(
        "The Barlows live on the hill. Tom Barlow built the house. The Barlows never lock it.",
        "",
    ),
    text(
        "Frost is expected. David Frost, the forecaster, said so. Frost on roads may last, Frost said.",
        "Frost=David Frost",
    ),
    text(
        "Tezuka Motors Corp. and its rival Brightwater Motors Ltd. cut prices. Tezuka Motors sold \
         more. Brightwater Motors sold less.",
        "Tezuka Motors=Tezuka Motors Corp.; Brightwater Motors=Brightwater Motors Ltd.",
    ),
    text(
        "The Dunmore Reef Trust (DRT) and the Dunmore Rail Trust share an office. The DRT pays half.",
        "DRT=Dunmore Reef Trust; DRT=Dunmore Reef Trust",
    ),
    text(
        "The DRT pays half of it.\n\nThe Dunmore Rail Trust shares an office with the Kilbride Fund.",
        "DRT=Dunmore Rail Trust",
    ),
    text(
        "The Senate Trade Committee and the House Trade Committee met. The Committee adjourned.",
        "",
    ),
    text(
        "The Federal Bureau of Reefs opened an inquiry. The Bureau gave no details.",
        "Bureau=Federal Bureau of Reefs",
    ),
    under(
        "Bob Holloway dies at 80",
        "Robert Holloway, who founded the port, has died. Holloway was 80.",
        "Holloway=Robert Holloway",
    ),
    under(
        "Elena Petrova to lead bank",
        "President Petrova said she was honoured. Petrova starts in May.",
        "Petrova=Elena Petrova; Petrova=Elena Petrova",
    ),
    under(
        "Whitmore and Okafor to debate",
        "Susan Whitmore will debate David Okafor on Monday. WHITMORE LEADS IN POLLS\n\nOkafor trails.",
        "WHITMORE=Susan Whitmore; Okafor=David Okafor",
    ),
    text(
        "Prof. John Hale and his wife, Dr. Jane Hale, wrote it. Dr. Hale drew the maps. Prof. Hale \
         wrote the text.",
        "Hale=Jane Hale; Hale=John Hale",
    ),
    text(
        "Former president George H. Barlow died. His son, president George W. Barlow, spoke. Barlow \
         was 94.",
        "Barlow=George W. Barlow",
    ),
    text(
        "Jack Weller was the keeper. John Weller, the coach, dropped him. Weller was furious.",
        "Jack Weller=John Weller; Weller=John Weller",
    ),
];
