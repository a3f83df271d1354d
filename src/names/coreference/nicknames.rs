//! Given names and what their bearers are called: `Bob` for Robert.
//!
//! A line is a given name and its short forms. One short form may stand in several lines; two people
//! are then told apart by their surnames, as ever. No name is its own nickname.

use std::sync::LazyLock;

use crate::names::tokens;
use crate::names::words::FoldMap;

const NICKNAMES: &str = "
    abigail abby gail
    abraham abe
    alan al
    albert al bert bertie
    alexander alex sandy alec xander
    alexandra alex sandra lexi
    alfred alf fred alfie
    alison ali
    amanda mandy
    andrew andy drew
    angela angie
    anne annie nan
    ann annie nan
    anthony tony
    antonio tony
    antony tony
    arthur art artie
    augustus gus
    barbara barb barbie babs
    bartholomew bart
    benjamin ben benny
    bernard bernie
    bernadette bernie
    beverley bev
    calvin cal
    cameron cam
    caroline carrie caro
    catherine cathy cate kate katie cath
    charles charlie chuck chas
    charlotte charlie lottie
    christina chris tina chrissie
    christine chris tina chrissie
    christopher chris kit topher
    clifford cliff
    clinton clint
    constance connie
    curtis curt
    cynthia cindy
    daniel dan danny
    david dave davy
    deborah deb debbie
    dennis denny
    dominic dom
    donald don donnie
    dorothy dot dottie dolly
    douglas doug
    duncan dunc
    edgar ed eddie
    edmund ed eddie ned ted
    edward ed eddie ned ted teddy
    edwin ed eddie
    eleanor ellie nell nora
    elizabeth liz lizzie beth betty eliza bess libby lisa
    emily em emmy
    emma em
    ernest ernie
    eugene gene
    ezekiel zeke
    florence flo florrie
    frances fran frankie
    francis frank fran
    franklin frank
    frederick fred freddie freddy rick
    gabriel gabe
    geoffrey geoff jeff
    george georgie
    gerald gerry jerry
    gerard gerry
    gilbert gil bert
    gordon gord
    graham gray
    gregory greg
    gwendolyn gwen
    harold harry hal
    harriet hattie
    helen nell
    henry harry hank hal
    herbert herb bert
    howard howie
    hugh hughie
    isaac ike
    isabella bella izzy
    isabel bella izzy
    jacob jake
    jacqueline jackie
    james jim jimmy jamie jem
    jane janie
    janet jan
    janice jan
    jason jase
    jeffrey jeff
    jennifer jen jenny
    jeremiah jerry
    jeremy jez jerry
    jerome jerry
    jessica jess jessie
    joan joanie
    joanna jo joanne
    joanne jo
    john jack johnny jon
    jonathan jon jonny
    joseph joe joey
    josephine jo josie
    joshua josh
    judith judy
    julian jules
    katherine kate kathy katie kathie kit kay
    kathleen kathy kate katie kath
    kathryn kate kathy katie
    kenneth ken kenny
    kimberly kim
    lawrence larry lawrie
    laurence larry laurie
    leonard len lenny leo
    leslie les
    lewis lew
    lillian lil lily
    louis lou
    louise lou
    lucas luke
    madeleine maddy
    malcolm mal
    margaret maggie meg peggy marge margie madge
    martha marty
    martin marty
    mary molly polly
    matthew matt
    maurice mo
    maximilian max
    maxwell max
    megan meg
    melanie mel
    melissa mel
    melvin mel
    michael mike mick micky mickey
    michelle shelly
    mitchell mitch
    mohammed mo
    mohamed mo
    nancy nan
    natalie nat
    natasha tasha
    nathan nate
    nathaniel nate nat
    nicholas nick nicky
    nicola nicky nic
    nicole nicky
    norman norm
    oliver ollie
    oscar ossie
    pamela pam
    patricia pat patty tricia trish patsy
    patrick pat paddy
    penelope penny
    peter pete
    philip phil pip
    phillip phil
    priscilla cilla
    rachel rae
    raymond ray
    rebecca becky becca
    reginald reg reggie
    richard rick dick rich ricky richie
    robert bob rob bobby robbie bert
    roberta bobbie
    roderick rod
    rodney rod
    roger rodge
    roland rollo
    ronald ron ronnie
    rosemary rosie
    russell russ
    ruth ruthie
    samantha sam
    samuel sam sammy
    sarah sally sadie
    sebastian seb
    sharon shaz
    shirley shirl
    simon si
    sidney sid
    stanley stan
    stephanie steph
    stephen steve stevie
    steven steve stevie
    stewart stew
    stuart stu
    susan sue susie suzy
    susanna sue susie
    suzanne sue suzy
    sylvester sly
    terence terry
    teresa terri tess terry
    theodore ted teddy theo
    theresa terri tess terry
    thomas tom tommy
    timothy tim timmy
    tobias toby
    valerie val
    vanessa nessa
    veronica ronnie
    victor vic
    victoria vicky tori vic
    vincent vince vinny
    virginia ginny
    walter walt wally
    wesley wes
    wilfred wilf
    william bill will billy willie liam
    winifred win winnie
    winston winnie
    zachary zach zack
";

/// Folds of what someone with a given name may be called, by the fold of that name.
static TABLE: LazyLock<FoldMap<Vec<u64>>> = LazyLock::new(|| {
    let mut table: FoldMap<Vec<u64>> = FoldMap::default();
    for line in NICKNAMES.lines() {
        let mut folds = line.split_whitespace().map(tokens::fold);
        if let Some(name) = folds.next() {
            table.entry(name).or_default().extend(folds);
        }
    }
    table
});

/// What someone with this given name may be called.
pub fn of(given: u64) -> &'static [u64] {
    TABLE.get(&given).map(Vec::as_slice).unwrap_or_default()
}

/// Whether one of two given names is a short form of the other,.
pub fn same(one: u64, other: u64) -> bool {
    one == other || of(one).contains(&other) || of(other).contains(&one)
}
