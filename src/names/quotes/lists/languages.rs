//! The words of saying of other languages than English: verbs, and the small words around a speaker.
//!
//! What must stay true: a list holds no word that its own language uses mostly for something else. Words
//! are compared without diacritics and in small letters, so `sagte` may be a verb here and a name nowhere.

use super::{Part, Words};

/// All of them.
pub const ALL: [&Words; 6] = [&GERMAN, &FRENCH, &SPANISH, &PORTUGUESE, &ITALIAN, &DUTCH];

pub const GERMAN: Words = Words {
    lists: &[
        (
            "sagt sagte sagten sagen gesagt erklärt erklärte erklärten betont betonte betonten meint meinte
             meinten schreibt schrieb schrieben geschrieben twitterte postete fügte ergänzt ergänzte warnt
             warnte warnten fordert forderte forderten kritisiert kritisierte kritisierten lobt lobte sprach
             berichtet berichtete berichteten erzählt erzählte erzählten fragt fragte fragten antwortet
             antwortete antworteten behauptet behauptete versichert versicherte verspricht versprach kündigte
             mahnt mahnte räumte gestand erinnert erinnerte bekräftigt bekräftigte unterstrich unterstreicht
             entgegnet entgegnete erwidert erwiderte konterte rief ruft schimpft schimpfte klagt klagte
             klagten jubelt jubelte scherzt scherzte witzelt witzelte findet glaubt glaubte hofft hoffte
             äußerte urteilt urteilte resümiert resümierte bilanziert bilanzierte bestätigt bestätigte
             verkündet verkündete appelliert appellierte wettert wetterte höhnt höhnte spottet spottete
             schwärmt schwärmte zufolge teilte beteuert
             beteuerte prophezeit prophezeite brummt brummte murmelt murmelte korrigiert korrigierte seufzt seufzte feixt feixte kontert",
            Part::SAYS,
        ),
        (
            "nannte nennt nannten bezeichnete bezeichnet bezeichneten bezeichnen beschrieb beschreibt
             beschrieben beschimpfte verurteilte würdigte",
            Part::DESCRIBES,
        ),
        (
            "auch dann später zuletzt erneut wieder oft noch nie nur eben vorher heute gestern danach jedoch
             aber hat haben habe hatte hatten ist dazu darauf sich laut außerdem zudem weiter schon bereits
             selbst nun",
            Part::ADVERB,
        ),
        (
            "in im an am auf aus bei beim von vom zu zum zur mit nach über unter vor für gegen um bis seit
             während durch ohne wegen gegenüber",
            Part::PREPOSITION,
        ),
        (
            "der die das den dem des ein eine einer einem einen eines sein seine ihr ihre unser unsere
             dieser diese dieses viele einige mehrere",
            Part::DETERMINER,
        ),
        ("wurde wurden worden wird werden war waren", Part::BE),
        ("sprecher sprecherin sprecherinnen regierungssprecher polizeisprecher", Part::SPOKESPERSON),
        ("er sie es", Part::PRONOUN),
        ("sie", Part::WOMAN),
        ("er", Part::MAN),
        ("der die das welcher welche", Part::RELATIVE),
        ("dass daß", Part::THAT),
        ("und aber oder als wie wenn während denn weil doch sondern", Part::CONJUNCTION),
        ("so laut nach in mit", Part::ACCORDING),
        ("ich mich mir mein meine wir uns unser unsere du dich dir dein sie ihnen", Part::SPEAKS_OF_SELF),
        ("montag dienstag mittwoch donnerstag freitag samstag sonntag", Part::TIME),
        ("sogenannte sogenannten genannt namens titel roman film lied", Part::NAMES),
    ],
    phrases: &[
        &["laut"],
        &["nach", "Angaben", "von"],
        &["nach", "Angaben"],
        &["nach", "den", "Worten", "von"],
        &["nach", "Worten", "von"],
        &["nach", "den", "Worten"],
        &["in", "den", "Worten", "von"],
        &["mit", "den", "Worten", "von"],
    ],
};

pub const FRENCH: Words = Words {
    lists: &[
        (
            "dit dis disent disait déclare déclaré déclarent déclarait affirme affirmé affirment affirmait
             explique expliqué expliquent expliquait ajoute ajouté ajoutent ajoutait assure assuré assurent
             assurait précise précisé précisent précisait souligne souligné soulignent soulignait estime
             estimé estiment estimait indique indiqué indiquent indiquait annonce annoncé annoncent confie
             confié confient confiait raconte raconté racontent racontait lance lancé lançait martèle martelé
             répond répondu répondent répondait rappelle rappelé rappellent rappelait insiste insisté
             conclut conclu regrette regretté déplore déploré dénonce dénoncé s'indigne s'inquiète
             s'interroge s'exclame reconnaît reconnu admet admis avoue avoué poursuit poursuivi écrit
             écrivait tweete tweeté plaide plaidé prévient prévenu promet promis juge jugé résume résumé
             commente commenté témoigne témoigné soupire sourit ironise ironisé tonne relève relevé
             analyse analysé abonde renchérit glisse souffle soufflé nuance martelait réagit réagi
             s’emporte lâche lâché corrige corrigé rétorque rétorqué riposte riposté réplique répliqué plaisante plaisanté
             s'amuse tranche tranché objecte objecté se félicite félicité murmure murmuré grogne concède concédé",
            Part::SAYS,
        ),
        ("qualifie qualifié qualifiait décrit salue salué fustige fustigé évoque évoqué dénonce dénoncé", Part::DESCRIBES),
        (
            "a ont avait avaient aussi ensuite encore également alors toutefois cependant déjà hier mardi
             lundi mercredi jeudi vendredi samedi dimanche t notamment enfin même pourtant néanmoins donc",
            Part::ADVERB,
        ),
        (
            "de du des d à au aux en dans sur sous par pour avec chez contre vers depuis devant auprès lors
             selon après avant",
            Part::PREPOSITION,
        ),
        (
            "le la les un une des son sa ses ce cette ces leur leurs notre nos plusieurs certains",
            Part::DETERMINER,
        ),
        ("été est sont était étaient être", Part::BE),
        ("porte-parole", Part::SPOKESPERSON),
        ("il elle", Part::PRONOUN),
        ("elle", Part::WOMAN),
        ("il", Part::MAN),
        ("qui", Part::RELATIVE),
        ("que qu", Part::THAT),
        ("et mais ou comme quand qui que dont où tandis", Part::CONJUNCTION),
        ("selon d'après pour", Part::ACCORDING),
        ("je j me moi mon ma mes nous notre nos vous votre vos tu te ton", Part::SPEAKS_OF_SELF),
        ("intitulé intitulée baptisé baptisée surnommé surnommée dit film roman livre", Part::NAMES),
    ],
    phrases: &[&["selon"], &["d'après"], &["d’après"], &["selon", "les", "mots", "de"], &["pour"]],
};

pub const SPANISH: Words = Words {
    lists: &[
        (
            "dijo dice dicen dijeron dicho decía afirmó afirma afirman afirmaron afirmado aseguró asegura
             aseguran aseguraron asegurado explicó explica explican explicaron explicado señaló señala
             señalan señalaron señalado añadió añade añaden añadido agregó agrega agregaron indicó indica
             indicaron indicado declaró declara declararon declarado manifestó manifiesta manifestaron
             manifestado sostuvo sostiene sostienen sostuvieron subrayó subraya subrayado destacó destaca
             destacaron destacado advirtió advierte advirtieron advertido recordó recuerda recordaron
             recordado insistió insiste insistido comentó comenta comentaron comentado contó cuenta
             contaron contado relató relata respondió responde respondieron respondido preguntó pregunta
             preguntaron escribió escribe escribieron escrito reconoció reconoce reconocieron reconocido
             admitió admite lamentó lamenta lamentado criticó critica denunció denuncia denunciaron
             denunciado concluyó concluye apuntó apunta apuntado expresó expresa expresaron expresado
             precisó precisa precisado reiteró reitera reiterado confesó confiesa prometió promete exclamó
             exclama matizó matiza zanjó zanja resumió resume opinó opina opinan detalló detalla anunció
             anuncia anunciaron tuiteó enfatizó ironizó remató sentenció espetó bromeaba bromeó bromea ironiza remata replicó replica contestó contesta
             bromeado corrigió corrige reprochó reprocha murmuró murmura soltó",
            Part::SAYS,
        ),
        (
            "calificó califica calificado tachó tacha describió describe llamó llama definió define",
            Part::DESCRIBES,
        ),
        (
            "ha han había habían también después luego ayer hoy además ya aún todavía sin embargo igualmente
             asimismo lunes martes miércoles jueves viernes sábado domingo",
            Part::ADVERB,
        ),
        (
            "de del a al en con por para sobre desde hasta contra tras ante entre según durante",
            Part::PREPOSITION,
        ),
        (
            "el la los las un una unos unas su sus este esta estos estas ese esa varios algunos nuestro
             nuestra",
            Part::DETERMINER,
        ),
        ("fue fueron sido es son era eran ser está", Part::BE),
        ("portavoz vocero vocera", Part::SPOKESPERSON),
        ("ella", Part::PRONOUN),
        ("ella", Part::WOMAN),
        ("que quien", Part::RELATIVE),
        ("que", Part::THAT),
        ("y e pero o como cuando que quien mientras aunque", Part::CONJUNCTION),
        ("según en de para", Part::ACCORDING),
        ("yo me mi mí mis nosotros nos nuestro nuestra usted ustedes tú te tu", Part::SPEAKS_OF_SELF),
        ("llamado llamada titulado titulada denominado denominada película novela libro", Part::NAMES),
    ],
    phrases: &[
        &["según"],
        &["para"],
        &["en", "palabras", "de"],
        &["de", "acuerdo", "con"],
        &["de", "acuerdo", "a"],
    ],
};

pub const PORTUGUESE: Words = Words {
    lists: &[
        (
            "disse diz dizem disseram dito afirmou afirma afirmam afirmaram afirmado explicou explica
             explicam explicaram declarou declara declararam acrescentou acrescenta acrescentaram contou
             conta contaram relatou relata destacou destaca destacaram ressaltou ressalta completou completa
             comentou comenta comentaram avaliou avalia respondeu responde responderam perguntou pergunta
             escreveu escreve escreveram publicou garantiu garante garantiram alertou alerta alertaram
             lembrou lembra reconheceu reconhece admitiu admite lamentou lamenta criticou critica criticaram
             defendeu defende defenderam concluiu conclui frisou frisa sublinhou sublinha salientou salienta
             apontou aponta reforçou reforça prometeu promete anunciou anuncia desabafou argumentou argumenta
             questionou questiona assegurou assegura referiu refere adiantou adianta considerou considera
             opinou confessou revelou revela pontuou resume resumiu avisou avisa brincou brinca ironizou ironiza rebateu rebate retrucou
             murmurou corrigiu corrige atalhou observou observa",
            Part::SAYS,
        ),
        ("chamou chama classificou classifica descreveu descreve definiu qualificou", Part::DESCRIBES),
        (
            "também depois ainda já ontem hoje tinha havia tem têm então sempre porém entretanto segunda
             terça quarta quinta sexta sábado domingo",
            Part::ADVERB,
        ),
        (
            "de do da dos das em no na nos nas a ao à aos às com por pelo pela para sobre desde até contra
             entre durante após",
            Part::PREPOSITION,
        ),
        (
            "o a os as um uma uns umas seu sua seus suas este esta esse essa aquele aquela vários alguns
             nosso nossa",
            Part::DETERMINER,
        ),
        ("foi foram sido é são era eram ser está", Part::BE),
        ("porta-voz", Part::SPOKESPERSON),
        ("ele ela", Part::PRONOUN),
        ("ela", Part::WOMAN),
        ("ele", Part::MAN),
        ("que quem", Part::RELATIVE),
        ("que", Part::THAT),
        ("e mas ou como quando que quem enquanto", Part::CONJUNCTION),
        ("segundo conforme de nas para", Part::ACCORDING),
        ("eu me meu minha mim nós nos nosso nossa você vocês vos tu te teu", Part::SPEAKS_OF_SELF),
        ("chamado chamada intitulado intitulada batizado filme livro romance", Part::NAMES),
    ],
    phrases: &[
        &["segundo"],
        &["para"],
        &["conforme"],
        &["de", "acordo", "com"],
        &["nas", "palavras", "de"],
    ],
};

pub const ITALIAN: Words = Words {
    lists: &[
        (
            "detto dice dicono disse dissero diceva dichiarato dichiara dichiarò affermato afferma affermano
             affermò spiegato spiega spiegano spiegò aggiunto aggiunge aggiungono aggiunse sottolineato
             sottolinea sottolineano ricordato ricorda raccontato racconta raccontano raccontò sostenuto
             sostiene sostengono scritto scrive scrivono scrisse risposto risponde rispose commentato
             commenta commentano osservato osserva precisato precisa assicurato assicura annunciato annuncia
             ammesso ammette promesso promette concluso conclude chiesto chiede domanda avvertito avverte
             attaccato attacca replicato replica ribadito ribadisce rivelato rivela confessato confessa
             esclamato esclama proseguito prosegue tuona evidenziato evidenzia rilanciato rilancia
             insistito insiste scherzato scherza riferito riferisce taglia sbotta sbottato mormora mormorò corregge ironizza ironizzato",
            Part::SAYS,
        ),
        ("definito definisce definì descritto descrive chiamato chiama bollato bolla", Part::DESCRIBES),
        (
            "ha hanno aveva avevano anche poi ancora ieri oggi già infatti inoltre però invece sempre subito
             lunedì martedì mercoledì giovedì venerdì sabato domenica",
            Part::ADVERB,
        ),
        (
            "di del dello della dei degli delle da dal dalla a al allo alla ai agli alle in nel nella con per
             su sul sulla tra fra contro durante dopo",
            Part::PREPOSITION,
        ),
        (
            "il lo la i gli le un uno una suo sua suoi sue questo questa quello quella nostro nostra alcuni",
            Part::DETERMINER,
        ),
        ("stato stata stati è sono era erano essere venne", Part::BE),
        ("portavoce", Part::SPOKESPERSON),
        ("lui lei egli ella", Part::PRONOUN),
        ("lei ella", Part::WOMAN),
        ("lui egli", Part::MAN),
        ("che chi", Part::RELATIVE),
        ("che", Part::THAT),
        ("e ed ma o come quando che mentre", Part::CONJUNCTION),
        ("secondo per stando nelle", Part::ACCORDING),
        ("io mi me mio mia noi ci nostro nostra voi vostro lei tu ti tuo", Part::SPEAKS_OF_SELF),
        ("cosiddetto cosiddetta intitolato intitolata soprannominato film romanzo libro", Part::NAMES),
    ],
    phrases: &[
        &["secondo"],
        &["per"],
        &["stando", "a"],
        &["nelle", "parole", "di"],
    ],
};

pub const DUTCH: Words = Words {
    lists: &[
        (
            "zegt zei zeiden gezegd vertelt vertelde vertelden verteld verklaart verklaarde
             verklaarden stelt stelde stelden benadrukt benadrukte voegt voegde vindt vond vonden schrijft
             schreef schreven reageert reageerde antwoordt antwoordde vraagt vroeg roept riep waarschuwt
             waarschuwde meldt meldde meldden concludeert concludeerde beweert beweerde erkent
             erkende denkt dacht hoopt hoopte belooft beloofde twitterde aldus verzucht
             verzuchtte betoogt betoogde grapt grapte moppert mopperde verbetert corrigeert corrigeerde bromt bromde lacht lachte",
            Part::SAYS,
        ),
        ("noemt noemde noemden omschrijft omschreef bestempelt bestempelde", Part::DESCRIBES),
        (
            "ook later toen nog nu wel niet alleen gisteren vandaag daarna echter heeft hebben had hadden
             weer al zelf",
            Part::ADVERB,
        ),
        (
            "van in op aan met voor door bij uit over naar tegen om te tot sinds na onder tijdens volgens",
            Part::PREPOSITION,
        ),
        (
            "de het een zijn haar hun onze ons deze die dit dat veel enkele sommige",
            Part::DETERMINER,
        ),
        ("werd werden wordt worden is was waren", Part::BE),
        ("woordvoerder woordvoerster", Part::SPOKESPERSON),
        ("hij zij ze", Part::PRONOUN),
        ("zij", Part::WOMAN),
        ("hij", Part::MAN),
        ("die dat wie", Part::RELATIVE),
        ("dat", Part::THAT),
        ("en maar of als toen die dat terwijl", Part::CONJUNCTION),
        ("volgens aldus in", Part::ACCORDING),
        ("ik mij me mijn wij we ons onze jij je jouw u uw jullie", Part::SPEAKS_OF_SELF),
        ("zogenaamde zogeheten genaamd getiteld film boek roman", Part::NAMES),
    ],
    phrases: &[&["volgens"], &["aldus"], &["in", "de", "woorden", "van"]],
};
