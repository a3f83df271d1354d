//! The words that rules turn on, as plain lists.
//!
//! One word stands in as many lists as it has uses; each list is words with white space between. All
//! are compared without case. Names of people
//! and ordinary English words are too many for here: `words.rs` reads them from files.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Before a surname they are always a title, and never stand alone as a role.
pub const HONORIFICS: &str = "
    mr mrs ms miss mx messrs dr sir dame lord lady baroness baron madam madame mme monsieur hon
    honourable honorable reverend rev sheikh sheik shaikh sultan imam ayatollah rabbi pope sen rep
    gov gen col maj capt lt cmdr adm sgt cpl prof amb pres pm mp mep herr frau archbishop bishop
    cardinal sens reps emir emperor empress king queen prince princess duke duchess earl countess viscount
    marquess
";

/// Offices and ranks that stand before a name, as a title or as a lower-case role.
pub const TITLES: &str = "
    president presidents minister ministers premier chancellor secretary senator senators
    representative representatives congressman congresswoman congressmen governor governors mayor
    ambassador commissioner speaker general admiral colonel captain commander lieutenant major
    brigadier marshal sergeant corporal private commodore judge justice professor doctor chairman
    chairwoman chairperson chair director chief chiefs officer leader leaders treasurer attorney
    prosecutor counsel inspector constable detective superintendent sheriff coach manager editor
    envoy councillor councilor councilman councilwoman alderman delegate deputy deputies lawmaker
    lawmakers legislator whip chaplain pastor father sister brother mother dictator pharaoh
    chief-of-staff administrator undersecretary consul vice-president provost rector principal
    assemblyman assemblywoman taoiseach ombudsman solicitor
    emeritus
";

/// What a person is; before a name (`analyst Rena Sasaki`) or after it (`…, an analyst`).
pub const ROLES: &str = "
    analyst analysts expert experts economist economists researcher researchers scientist scientists
    strategist scholar scholars historian academic lecturer fellow author authors writer writers
    journalist journalists reporter reporters correspondent columnist commentator broadcaster
    photographer spokesman spokeswoman spokesperson spokespersons founder co-founder cofounder owner
    partner boss executive executives banker trader investor entrepreneur businessman businesswoman
    billionaire tycoon magnate lawyer lawyers barrister activist activists campaigner dissident
    diplomat diplomats negotiator adviser advisers advisor advisors aide aides official officials
    candidate candidates nominee incumbent challenger opponent rival successor predecessor
    counterpart counterparts colleague colleagues ally politician politicians democrat democrats
    republican republicans conservative socialist backbencher veteran soldier pilot astronaut
    cosmonaut actor actress singer musician composer rapper guitarist drummer bassist vocalist
    pianist artist painter poet novelist playwright filmmaker producer screenwriter comedian
    presenter host anchor player striker goalkeeper defender midfielder batsman bowler skipper
    champion winner athlete swimmer runner driver cyclist boxer teacher student engineer architect
    designer inventor philosopher psychologist physicist chemist biologist mathematician astronomer
    surgeon physician nurse farmer resident residents neighbour neighbor witness witnesses suspect
    victim gunman attacker hacker whistleblower husband wife son daughter widow friend member head
    ceo cfo coo cto mp mps mep mla warlord militant guru heir heiress monarch negotiators regulator
    trustee superstar coroner moderator star frontman creator critic critics blogger youtuber
    influencer
";

/// Words that widen a title to the left: `Deputy Prime Minister`, `former foreign minister`.
pub const TITLE_MODIFIERS: &str = "
    deputy vice prime foreign defence defense finance interior home justice trade health education
    energy acting former then assistant associate senior junior chief executive interim outgoing
    incoming late state general opposition shadow crown first second majority minority permanent
    under attorney national security staff lance commerce agriculture labor labour treasury
    transport environment immigration affairs managing police climate right rt the
";

/// Peoples, creeds and parts of the world: capitalised, and no names of anyone.
pub const PEOPLES: &str = "
    jewish jew jews muslim muslims moslem islam islamic islamist islamists sunni sunnis shia shias
    shiite shiites shi'ites christianity catholic catholics protestant protestants
    orthodox hindu hindus buddhist buddhists sikh sikhs judaism arab arabs arabic kurd kurds kurdish
    hispanic hispanics latino latinos african africans asian asians european europeans persian
    ottoman ottomans roman romans greek western eastern northern southern maori republican
    republicans democrat democrats democratic conservatives liberals communist communists nazi nazis
    marxist zionist english french german latin gothic victorian soviet indigenous aboriginal
    caribbean pacific mediterranean pasifika uyghur uyghurs tamil tamils hazara pashtun druze
    alawite yazidi rohingya minnesotan texan californian scientologist
    socialist socialists conservative christian
    afghans albanians algerians americans argentines armenians australians austrians azerbaijanis
    bangladeshis belgians bolivians bosnians brazilians britons bulgarians cambodians canadians
    chileans colombians croats cubans cypriots czechs danes dutchmen egyptians estonians ethiopians
    fijians filipinos finns germans ghanaians greeks hungarians icelanders indonesians iranians
    iraqis israelis italians jamaicans jordanians kazakhs kenyans koreans kuwaitis latvians lebanese
    libyans lithuanians malaysians mexicans moroccans nepalis nigerians norwegians pakistanis
    palestinians peruvians poles romanians russians samoans saudis scots serbs singaporeans slovaks
    slovenes somalis spaniards swedes syrians taiwanese tibetans tongans tunisians turks ugandans
    ukrainians venezuelans vietnamese yemenis zimbabweans
";

/// Capitalised expressions with an organisation's noun in them that are none.
pub const NOT_ORGANISATIONS: &[&str] = &[
    "soviet union",
    "western front",
    "eastern front",
    "home front",
    "intelligence community",
    "international community",
    "customer service",
    "civil service",
    "secret service",
    "supreme leader",
    "air force one",
    "general assembly hall",
    "first division",
    "premier division",
    "pacific community",
    "social security",
    "medicare",
    "medicaid",
];

/// Words that join the parts of Arabic names, spelled as parts themselves.
pub const JOINING_PARTS: &str = "
    abdul abdel abd abdal abu al el ben bin ibn ould uddin
";

/// Verbs of saying and thinking that people and spokesmen do: `Marles said`.
pub const SAYING: &str = "
    said says say told tells added adds noted notes argued argues warned warns wrote writes stressed
    stated states claimed claims announced explained insisted replied asked asks declared testified
    tweeted commented believes believed thinks thought hoped hopes acknowledged admitted denied
    confirmed suggested recalled remarked responded urged vowed pledged joked conceded continued
    concluded resigned met spoke visited travelled traveled arrived died married himself herself
    hinted predicted contended reiterated emphasized emphasised who whose
";

/// Words that tie a sentence together; a capital on one of them says nothing.
pub const FUNCTION_WORDS: &str = "
    the a an of and or but nor so yet for to in on at by from with without within into onto upon
    over under between among against about above below after before during since until till through
    throughout across along around behind beside besides beyond despite down up off out near per
    than that this these those there here it its he him his she her hers they them their theirs we
    us our ours you your yours i me my mine who whom whose which what when where why how is are was
    were be been being am has have had having do does did done can could would should shall might
    must not no if as because while although though whether unless both either neither each every
    all any some many much more most few several such only also even just still already again ever
    never now then too very via versus vs one two three four five six seven eight nine ten first
    second third last next other another same however meanwhile moreover therefore thus hence
    instead earlier later today tomorrow yesterday according amid asked dear hello hi thanks yes oh
    well let lets dont didnt cant isnt im ive id theres thats heres whats theyre youre weve hes shes
    read photo image picture file update updates breaking exclusive watch see click share copyright
    source
";

pub const CALENDAR: &str = "
    monday tuesday wednesday thursday friday saturday sunday january february march april may june
    july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec
    mon tue tues wed thu thur thurs fri sat sun christmas easter ramadan eid halloween thanksgiving
    spring summer autumn winter
";

/// Lower-case parts of family names.
pub const PARTICLES: &str = "
    santa santo são sao van von der den de del della di da dos das do du la le los las ter ten bin ibn bint binti abu al
    el ul ur af av zu zur y e san ould
";

pub const NAME_SUFFIXES: &str = "
    jr sr ii iii iv
";

/// Full stops after these end no sentence.
pub const ABBREVIATIONS: &str = "
    mr mrs ms dr prof sen sens rep reps gov gen col maj capt lt cmdr adm sgt cpl hon rev st mt ft no
    vs jr sr inc corp ltd co bros messrs pres amb dept univ est approx jan feb mar apr jun jul aug sep sept
    oct nov dec fig vol pp ed eds supt insp det rt
";

/// The word that says that the name before it, or the `of …` after it, is an organisation.
pub const ORGANISATION_HEADS: &str = "
    ministry department institute institution university college school academy council party agency
    committee subcommittee commission bank group association union authority bureau court army navy
    corps forces force embassy consulate parliament congress senate assembly foundation federation
    confederation organization organisation society league club fund trust board office service
    services administration alliance coalition movement front brigade brigades guard guards company
    corporation industries holdings enterprises airlines airways railways motors motor
    pharmaceuticals laboratories laboratory labs technologies systems electronics communications
    telecom networks network media broadcasting television news press times post daily herald
    tribune gazette journal observer chronicle telegraph newspaper magazine records studios pictures
    entertainment productions publishing hospital clinic church museum library orchestra ensemble
    theatre center centre forum chamber exchange capital partners securities insurance financial
    energy oil gas petroleum mining steel airport police mission secretariat tribunal directorate
    registry inspectorate treasury consortium cooperative initiative project campaign caucus parties
    regiment battalion squadron division fleet command cabinet knesset bundestag duma politburo
    kremlin pentagon militia militias liga partido partij partei parti universität universidad
    université workers conference community legislature
";

/// Heads that take `of …`, `for …` or `on …`.
pub const HEADS_WITH_OF: &str = "
    ministry department institute institution university college school academy council party
    committee subcommittee commission bank association union bureau court congress assembly
    foundation federation confederation organization organisation society league fund board office
    alliance coalition movement front church museum library center centre forum chamber house houses
    directorate corps agency brotherhood army parliament senate authority group community trust
    service bloc conference faculty embassy workers teachers
    centers centres institutes
    corporation
";

/// Heads whose `of` may go on with `and`: `Ministry of Foreign Affairs and Trade`.
pub const HEADS_WITH_AND: &str = "
    ministry department committee subcommittee commission office institute center centre association
    council bureau federation society agency school college board organization organisation union
    foundation conference directorate forum fund
    centers centres institutes
    academy
";

/// Heads too general to make a name out of one ordinary word before them.
pub const WEAK_HEADS: &str = "
    group school court force forces office service services project campaign front party parties
    fund trust board club church hospital center centre forum exchange capital partners energy oil
    gas mining steel police mission initiative division command fleet media news press network
    networks systems records library airport chamber conference community post times journal daily
    workers financial insurance cabinet motor guard guards militia militias magazine newspaper
    television company movement administration college university institution pictures legislature
    coalition alliance caucus brigade union bank congress parliament assembly senate army council
    committee commission department ministry agency subcommittee tribunal
    communications entertainment productions publishing industries enterprises holdings electronics
    studios securities technologies services laboratories laboratory labs
";

/// Legal forms: what stands before is a company.
pub const COMPANY_SUFFIXES: &str = "
    inc corp ltd llc plc lp llp gmbh ag sa nv bv spa pty co bhd oyj ab asa kk sarl limited
    incorporated pte bros sas kg oy jsc ojsc pjsc
";

/// Lower-case institutions that with a demonym before them are a name: `Chinese embassy`.
pub const INSTITUTION_NOUNS: &str = "
    embassy consulate navy army parliament
";

/// A name that ends so is a place.
pub const PLACE_TAILS: &str = "
    river lake sea ocean bay strait straits island islands county street road avenue square
    mountains mountain valley desert peninsula province district city town village park beach coast
    hill hills creek canal bridge airport harbour harbor port gulf region township parish boulevard
    highway forest falls springs plateau basin territory territories prefecture oblast kingdom
    republic emirates states station stadium tower towers palace castle hotel plaza building hall
    arena base heights ridge glacier archipelago atoll reef cape fort reservoir dock docks gym brook
    gardens garden grove mall pier marina courthouse cemetery quay lane drive terrace playfield
    playground trail railroad railway interchange
";

/// A name that begins so is a place.
pub const PLACE_HEADS: &str = "
    lake mount mt cape fort ft port gulf
";

/// A capitalised name that ends so is neither a person nor an organisation.
pub const OTHER_TAILS: &str = "
    act bill law treaty agreement accord accords protocol convention declaration resolution
    amendment constitution charter plan program programme policy strategy award awards prize medal
    cup championship championships games olympics tournament festival day week month year war wars
    battle revolution uprising crisis spring summit election elections referendum scandal trial
    report review index theorem effect syndrome disease virus hurricane storm cyclone century era
    dynasty empire series album song film book novel show tour doctrine initiative pillar version
    model edition mark class type street tax rule test language english degree grant statement
    speech letter address memo dialogue framework sanctions missile rocket submarine deal pact bible
    quran memorial monument
";

/// Capital letters that name no organisation.
pub const NOT_ACRONYMS: &str = "
    gdp ceo cfo coo cto tv dvd cd hiv aids am pm dna rna usd gbp eur nzd aud gmt utc est edt pst pdt
    cet bst ad bc bce ce ok faq pdf html http url mp mps mep meps phd ba ma msc mba md jd llb ii iii
    iv vi vii viii ix xi xii xiii xiv xv xvi id it ai vip suv gps ufo usb cpu gpu sms ngo ngos wmd
    icbm uav ied covid sars mers lgbt lgbtq lgbti bbq diy rip asap fyi ipo etf vat gst pr hr iq sq
    km kg mph kph ft lb mr mrs ms dr the and for not but all new no yes by of to in on at is we he
    us my or if an as so do go up me be lol omg wtf btw imo imho ps nb tba tbc rsvp sos mvp rbi era
    hp rpm lcd led hd dj mc vhs lp ep uk usa uae drc nsw la dc ny nyc jr sr aka pc pcs ussr prc roc
    dprk ddr gdr frg eez ppp cpi pmi ppe icu er pow msp mla mhr mna td mia vs qc kc obe mbe cbe onzm
    ac ao rd fm www com sic ed tel fax q a rpg nft api
";

/// Family names that come first in Chinese, Korean and Vietnamese names.
pub const FAMILY_FIRST: &str = "
    wang li zhang liu chen yang zhao huang zhou wu xu sun hu zhu gao lin he guo ma luo liang song
    zheng xie han tang feng yu dong xiao cheng cao yuan deng xi qin jiang wen bo peng cai tsai lai
    kim lee park choi jung jeong kang cho yoon chang lim shin moon ban roh hwang ahn nguyen tran le
    pham hoang phan vu vo dang bui mao hua ding wei lu shen fan fang shi yao tan goh wong chan
    cheung leung lam ho tung tsang aung hun
";

/// Heads that are also the name of a trade or an activity: with ordinary words alone before them they
/// name no one organisation.
pub const TRADES: &str = "
    energy oil gas capital steel mining financial insurance media press news project initiative
    partners campaign communications systems records services service network networks industries
    technologies entertainment productions publishing division group library guard guards
";

/// Short forms of American states, as they stand after a party's letter: `D Vt`, `R Colo`.
pub const STATES: &str = "
    ala ariz ark calif colo conn del fla ga ill ind kan kans ky la md mass mich minn miss mo mont
    neb nev okla ore pa penn tenn tex va vt wash wis wyo nh nj nm ny nc nd ri sc sd wv me ia id
";

/// Verbs and other words that follow a subject: an organisation, not a thing of which it is part.
pub const PREDICATES: &str = "
    has had is was were are will would could should may might did does said says
";

/// Names of places that are also people's, and that the lists of names leave out.
pub const ALSO_GIVEN: &str = "georgia paris dakota chelsea india kenya";
pub const ALSO_SURNAMES: &str = "washington london york holland ireland lincoln";

/// What a page prints beside a name, which a copy of it joins to the name: `Ana RoaEmail`, `GettyImages`.
const FURNITURE: [&str; 12] = [
    "Advertisement",
    "Email",
    "Follow",
    "Getty",
    "Image",
    "Images",
    "Photo",
    "Photograph",
    "Posted",
    "Published",
    "Share",
    "Updated",
];

/// The word that such a one was joined to.
pub fn before_furniture(word: &str) -> Option<&str> {
    let joined = |word: &&str| {
        word.len() >= 3
            && word.chars().all(char::is_alphanumeric)
            && word.starts_with(char::is_uppercase)
            && word.ends_with(char::is_lowercase)
    };
    FURNITURE.iter().find_map(|tail| word.strip_suffix(tail).filter(joined))
}

/// Letters behind a name: honours, degrees, offices, orders. Not `J`, which is an initial as well.
pub const POST_NOMINALS: &str = "
    KC QC SC OBE MBE CBE KBE DBE BEM GBE MP MSP MLA MEP MHP TD AM MS MHA MLC FRS FBA FRSE FRCP FRCS FRSA FMedSci
    PC PhD DPhil MD LLB LLM MBA BSc MSc LJ LJJ JA CJ JP DL AC AO OAM CNZM ONZM DNZM KNZM MNZM QSO QSM LVO CVO KCVO
    MVO GCB KCB CB DCB GCMG KCMG DCMG CMG KG KT OM CH DSO DSC MC DFC GC VC RN RAF USN USMC Esq CPA FCA FACA
";

/// Short forms of ranks of the police and the forces that stand before a name, alone or one after the other:
/// `Det Ch Insp`, `DI`. Others are among the honorifics.
pub const RANKS: &str = "
    Det Ch Insp Supt Sgt Con Constable Cons DCI DI DS DC DSU DCS DAC PC PS WPC Cpl Pte Lt-Col Lt-Gen Maj-Gen Brig Cdr
    Cdre Wg Sqn Flt Cllr Sqd WO WO1 WO2 CPO PO SSgt LCpl Spc Pfc Ofc Ald Cmdt Gda
";

/// Heads of organisations in other languages, which stand first in the name: `Banco Atlántico`.
pub const FOREIGN_HEADS: &str = "
    banco banca banque caixa cassa crédit universidad universidade università université universiteit universität
    ministerio ministério ministero ministère ministerium partido partito parti partei grupo gruppo groupe
    fundación fundação fondazione fondation stiftung sociedad sociedade società société compañía companhia
    compagnia compagnie asociación associação associazione association federación federação federazione fédération
    sindicato sindacato syndicat instituto istituto institut comisión comissão commissione tribunal conselho
    consejo consiglio conseil empresa corporación prefeitura ayuntamiento bundesamt bundesverband landtag polícia
    policía polizia gendarmerie guardia ejército confederación confederação confindustria
";

/// The longest of them, in bytes.
const LONGEST_RANK: usize = 9;

/// Members of parties, as they stand before a name: `Tory Liam Roa`.
pub const PARTISANS: &str = "
    tory labour democrat republican conservative liberal nationalist unionist independent socialist communist
    labourite
";

/// Letters around `&` that name no firm.
pub const NO_FIRMS: &str = "
    Q&A Q&As R&D A&E B&B B&Bs F&B P&L M&A H&S D&D T&C T&Cs R&R R&B P&P G&T C&W E&E S&T I&E O&M G&A L&D E&O D&I PD&D
";

/// Whether letters around `&` name no firm.
pub fn is_no_firm(word: &str) -> bool {
    static SET: LazyLock<HashSet<&str>> = LazyLock::new(|| NO_FIRMS.split_whitespace().collect());
    SET.contains(word)
}

/// Whether a word begins the names of organisations in another language.
pub fn is_foreign_head(word: &str) -> bool {
    static SET: LazyLock<HashSet<&str>> =
        LazyLock::new(|| FOREIGN_HEADS.split_whitespace().collect());
    SET.contains(word.to_lowercase().as_str())
}

/// Whether letters stand behind names.
pub fn is_post_nominal(word: &str) -> bool {
    static SET: LazyLock<HashSet<&str>> =
        LazyLock::new(|| POST_NOMINALS.split_whitespace().collect());
    match word.contains('.') {
        true => SET.contains(word.replace('.', "").as_str()),
        false => SET.contains(word),
    }
}

/// Whether a word is the short form of a rank. Asked of every word with a capital: most are too long.
pub fn is_rank(word: &str) -> bool {
    static SET: LazyLock<HashSet<&str>> = LazyLock::new(|| RANKS.split_whitespace().collect());
    word.len() <= LONGEST_RANK && SET.contains(word)
}

/// Whether a word is what a member of a party is called.
pub fn is_partisan(word: &str) -> bool {
    static SET: LazyLock<HashSet<&str>> = LazyLock::new(|| PARTISANS.split_whitespace().collect());
    SET.contains(word.to_lowercase().as_str())
}
