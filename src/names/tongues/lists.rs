//! The words of languages that no model knows, as plain lists; `tongues` says what each is for.

/// The words of one language, in small letters.
pub(super) struct List {
    /// ISO 639-1.
    pub code: &'static str,
    pub honorifics: &'static str,
    pub offices: &'static str,
    pub endings: &'static str,
    pub joining: &'static str,
    pub particles: &'static str,
    pub inside: &'static str,
    pub determiners: &'static str,
    pub surnames: usize,
    pub nouns: &'static str,
    pub countries: &'static str,
    pub others: &'static str,
}

/// Every language of which words are known.
pub(super) const LISTS: [List; 9] = [
    List {
        code: "de",
        honorifics: "herr herrn frau dr prof",
        offices: "minister ministerin präsident präsidentin kanzler kanzlerin abgeordnete abgeordneter abgeordneten
            senator senatorin bürgermeister bürgermeisterin landrat landrätin anwalt anwältin rechtsanwalt
            rechtsanwältin richter richterin professor professorin trainer trainerin chef chefin sprecher
            sprecherin leiter leiterin direktor direktorin vorsitzende vorsitzender vorsitzenden general autor
            autorin regisseur regisseurin schauspieler schauspielerin sänger sängerin unternehmer unternehmerin
            forscher forscherin ökonom ökonomin könig königin papst bischof kardinal botschafter botschafterin
            kommissar kommissarin oppositionsführer staatsanwalt staatsanwältin gründer gründerin experte expertin",
        endings: "minister ministerin präsident präsidentin kanzler kanzlerin meister meisterin chef chefin sprecher
            sprecherin trainer trainerin vorsitzende vorsitzender anwalt anwältin sekretär sekretärin leiter leiterin
            direktor direktorin unternehmer unternehmerin politiker politikerin forscher forscherin experte expertin
            abgeordnete abgeordneter beauftragte beauftragter rat rätin führer führerin",
        joining: "und oder sowie",
        particles: "von van der den dem zu zur zum de vom und",
        inside: "für der des und im am bei zur gegen",
        determiners: "der die das den dem des ein eine einer eines einem einen dieser diese dieses kein keine jede jeder jedes",
        surnames: 1,
        nouns: "bild politik post welt zeit spiegel stern focus kurier presse standard bund linke linken union freitag blick kicker capital test bahn",
        countries: "DE AT CH LI LU",
        others: "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag januar februar märz april mai
            juni juli august september oktober november dezember über foto quelle video stand uhr",
    },
    List {
        code: "fr",
        honorifics: "m mm mme mmes mlle monsieur madame maître me dr",
        offices: "ministre président présidente préfet préfète maire député députée sénateur sénatrice chancelier
            chancelière procureur procureure avocat avocate juge professeur professeure directeur directrice
            général colonel porte-parole secrétaire chef cheffe patron patronne roi reine pape évêque cardinal
            ambassadeur ambassadrice conseiller conseillère adjoint adjointe écrivain écrivaine auteur autrice
            réalisateur réalisatrice acteur actrice chanteur chanteuse entraîneur entraîneuse économiste
            chercheur chercheuse historien historienne journaliste commissaire candidat candidate",
        endings: "",
        joining: "et ou",
        particles: "de du des la le van von d'",
        inside: "",
        determiners: "le la les un une des du au aux ce cette l'",
        surnames: 2,
        nouns: "monde croix libération humanité point parisien",
        countries: "FR BE CH LU CA SN CI ML BF NE TG BJ CM GA CG CD MG HT MC",
        others: "lundi mardi mercredi jeudi vendredi samedi dimanche janvier février mars avril mai juin juillet août
            septembre octobre novembre décembre selon photo vidéo",
    },
    List {
        code: "es",
        honorifics: "sr sra srta señor señora señorita don doña dr dra",
        offices: "ministro ministra presidente presidenta alcalde alcaldesa diputado diputada senador senadora
            gobernador gobernadora canciller fiscal abogado abogada juez jueza magistrado magistrada profesor
            profesora director directora general coronel portavoz secretario secretaria jefe jefa rey reina papa
            obispo cardenal embajador embajadora consejero consejera concejal concejala escritor escritora autor
            autora actor actriz cantante entrenador entrenadora economista investigador investigadora historiador
            historiadora periodista candidato candidata líder vicepresidente vicepresidenta exministro
            expresidente exalcalde",
        endings: "",
        joining: "y e o u",
        particles: "de del la las los y",
        inside: "",
        determiners: "el la los las un una unos unas del al",
        surnames: 3,
        nouns: "político mundo país razón marca nación clarín",
        countries: "ES MX AR CL CO PE VE EC BO PY UY CR PA GT HN NI SV CU DO PR",
        others: "lunes martes miércoles jueves viernes sábado domingo enero febrero marzo abril mayo junio julio
            agosto septiembre octubre noviembre diciembre según foto vídeo",
    },
    List {
        code: "pt",
        honorifics: "sr sra senhor senhora dom dona doutor doutora dr dra",
        offices: "ministro ministra presidente presidenta prefeito prefeita deputado deputada senador senadora
            governador governadora vereador vereadora chanceler procurador procuradora advogado advogada juiz juíza
            desembargador desembargadora delegado delegada professor professora diretor diretora general coronel
            porta-voz secretário secretária chefe rei rainha papa bispo cardeal embaixador embaixadora escritor
            escritora autor autora ator atriz cantor cantora treinador treinadora técnico economista pesquisador
            pesquisadora historiador historiadora jornalista candidato candidata líder vice-presidente ex-presidente
            ex-ministro ex-prefeito",
        endings: "",
        joining: "e ou",
        particles: "de do da dos das e",
        inside: "em no na nos nas ao à para sem a o",
        determiners: "um uma uns umas",
        surnames: 3,
        nouns: "globo folha estado público",
        countries: "PT BR AO MZ CV GW ST TL",
        others: "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo janeiro fevereiro março
            abril maio junho julho agosto setembro outubro novembro dezembro segundo foto vídeo",
    },
    List {
        code: "it",
        honorifics: "signor signora sig dott dottor dottoressa don donna",
        offices: "ministro ministra presidente sindaco sindaca deputato deputata senatore senatrice governatore
            governatrice cancelliere cancelliera procuratore procuratrice avvocato avvocata giudice magistrato
            professore professoressa direttore direttrice generale colonnello portavoce segretario segretaria capo
            re regina papa vescovo cardinale ambasciatore ambasciatrice assessore assessora consigliere consigliera
            scrittore scrittrice autore autrice attore attrice cantante allenatore economista ricercatore
            ricercatrice storico giornalista candidato candidata leader capogruppo premier vicepremier prefetto
            questore commissario",
        endings: "",
        joining: "e o",
        particles: "di del della dei de la lo degli d'",
        inside: "",
        determiners: "il lo la gli le un una uno del della dei delle al alla nel nella l'",
        surnames: 2,
        nouns: "repubblica stampa corriere sole manifesto foglio libero",
        countries: "IT CH SM VA",
        others: "lunedì martedì mercoledì giovedì venerdì sabato domenica gennaio febbraio marzo aprile maggio giugno
            luglio agosto settembre ottobre novembre dicembre secondo foto video",
    },
    List {
        code: "nl",
        honorifics: "dhr mevr heer mevrouw meneer dr prof drs mr",
        offices: "minister president premier burgemeester kamerlid senator gouverneur kanselier officier advocaat
            advocate rechter hoogleraar professor directeur generaal kolonel woordvoerder woordvoerster secretaris
            baas koning koningin paus bisschop kardinaal ambassadeur wethouder schrijver schrijfster auteur acteur
            actrice zanger zangeres trainer coach econoom onderzoeker historicus journalist kandidaat leider
            fractievoorzitter staatssecretaris partijleider",
        endings: "minister president voorzitter leider secretaris directeur woordvoerder trainer",
        joining: "en of",
        particles: "van de der den het ter ten 't",
        inside: "",
        determiners: "de het een",
        surnames: 1,
        nouns: "trouw telegraaf tijd standaard morgen",
        countries: "NL BE SR",
        others: "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag januari februari maart april mei juni juli
            augustus september oktober november december volgens foto video",
    },
    List {
        code: "da",
        honorifics: "hr fru dr",
        offices: "minister statsminister præsident borgmester formand direktør professor advokat dommer talsmand
            talskvinde leder chef general træner forfatter kansler ambassadør forsker",
        endings: "minister mester formand direktør leder chef",
        joining: "og eller",
        particles: "af von van de",
        inside: "",
        determiners: "en et den det de",
        surnames: 1,
        nouns: "information politiken",
        countries: "DK GL FO",
        others: "mandag tirsdag onsdag torsdag fredag lørdag søndag januar februar marts april maj juni juli august
            september oktober november december ifølge foto video",
    },
    List {
        code: "no",
        honorifics: "hr fru dr",
        offices: "minister statsminister president ordfører leder direktør professor advokat dommer talsmann
            talskvinne sjef general trener forfatter kansler ambassadør forsker",
        endings: "minister leder direktør sjef",
        joining: "og eller",
        particles: "av von van de",
        inside: "",
        determiners: "en et ei den det de",
        surnames: 1,
        nouns: "",
        countries: "NO",
        others: "mandag tirsdag onsdag torsdag fredag lørdag søndag januar februar mars april mai juni juli august
            september oktober november desember ifølge foto video",
    },
    List {
        code: "sv",
        honorifics: "herr fru dr",
        offices: "minister statsminister president borgmästare ordförande partiledare direktör professor advokat domare
            talesman talesperson ledare chef general tränare författare kansler ambassadör forskare",
        endings: "minister ledare direktör chef",
        joining: "och eller",
        particles: "av von van de",
        inside: "",
        determiners: "en ett den det de",
        surnames: 1,
        nouns: "",
        countries: "SE FI",
        others: "måndag tisdag onsdag torsdag fredag lördag söndag januari februari mars april maj juni juli augusti
            september oktober november december enligt foto video",
    },
];
