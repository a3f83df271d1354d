//! The words by which lines and headings around an article are known, in one place for all formats.
//!
//! Text, mail, documents, exports, feeds and HTML ask the functions of `residue`, and these look here: a new
//! word is one entry of one list. Words of author lines and of pictures are in `text::bylines`, because an
//! author line names photographers too. Everything is lower case; what is compared without its marks has none.

/// Whole lines over and under advertisements.
#[rustfmt::skip]
pub const ADVERTISEMENTS: &[&str] = &[
    "ad", "advert", "advertisement", "advertising", "ad feedback", "sponsored", "sponsored content", "promoted",
    "story continues below advertisement", "story continues below", "article continues below advertisement",
    "article continues below", "article continues after ad", "article continues after advertisement", "continue below",
    "scroll to continue", "anzeige", "werbung", "publicité", "publicidad", "publicidade",
    "pubblicità", "advertentie", "annons", "annonce", "reklam", "reklama", "reklame", "mainos", "реклама", "広告",
    "広告の後に続きます",
];

/// Whole lines that are buttons, notes of a press office or names of parts of a page.
#[rustfmt::skip]
pub const FURNITURE: &[&str] = &[
    "share", "share this", "share this article", "share this story", "share this page", "share on facebook",
    "share on twitter", "share on x", "share on linkedin", "share via email", "share on whatsapp", "tweet",
    "tweet this", "email", "e-mail", "print", "print this page", "save", "copy link", "link copied", "facebook",
    "twitter", "linkedin", "whatsapp", "reddit", "gift this article", "subscribe", "subscribe now", "subscribe today",
    "subscribe here", "sign up", "sign up now", "sign up here", "sign in", "log in", "register", "register now",
    "skip advertisement", "open this photo in gallery", "report an editorial error", "read later",
    "ver en el navegador", "ver no navegador", "visualizza nel browser", "im browser ansehen", "im browser anzeigen",
    "voir dans le navigateur", "afficher dans le navigateur", "bekijk in browser", "bekijk in je browser",
    "editorial code of conduct", "older posts", "newer posts", "city edition", "final edition", "full text",
    "archivado en", "gift article", "share or comment on this article", "follow us",
    "s'abonner", "se désabonner", "darse de baja", "uitschrijven", "abmelden", "cancelar inscrição",
    "annulla iscrizione", "i commenti dei lettori", "assine ou faça login", "recurso exclusivo para assinantes",
    "opslaan", "copy link | share", "mail ons",
    "comments", "comment", "view comments", "leave a comment", "join the conversation", "skip to content",
    "skip to main content", "skip past newsletter promotion", "after newsletter promotion", "loading", "loading...",
    "newsletter", "unsubscribe", "manage preferences", "view in browser", "view in your browser",
    "view this email in your browser", "view as a web page", "forward to a friend", "update your preferences",
    "privacy policy", "terms of use", "terms and conditions", "contact us", "back to top", "for immediate release",
    "press release", "media release", "news release", "media statement", "press statement", "for release",
    "immediate release", "image", "video", "photo", "audio", "gallery", "photo gallery", "play", "play video",
    "enlarge image", "toggle caption", "hide caption", "breaking news", "live", "live updates", "support us", "donate",
    "donate now", "page 1 of 2", "page 2 of 2", "menu", "search", "home", "top stories", "in this issue",
    "in this edition", "contents", "listen to this article", "listen to this story", "listen to article", "listen",
    "enter your email address", "enter your email", "your email address", "your email",
    "view this post on instagram", "view this post on x", "view this post on facebook", "view on instagram",
    "view on x", "view on threads", "already a subscriber? log in", "already a subscriber? sign in",
    "already a subscriber", "already a member? log in", "already have an account? log in", "add as preferred source",
    "add as a preferred source on google", "add us on google", "show comments", "read comments", "view all comments",
    "add a comment", "bookmark", "save article", "resize", "save for later", "save this story", "text size",
    "change text size",
    "watch video", "watch the video", "watch now", "play now", "pause", "close", "show more", "show less", "load more",
    "skip ad", "open image in gallery", "open in new tab", "view image in fullscreen", "expand image", "copy",
    "get started", "try it free", "learn how", "skip newsletter promotion", "email this article", "order reprints",
    "reprints", "today’s paper", "today's paper", "report a typo", "report an error", "see all comments", "sign me up",
    "artikel anhören", "artikel hören", "artikel vorlesen", "vorlesen", "anhören", "teilen", "artikel teilen",
    "merken", "drucken", "artikel merken", "auf merkliste", "zur merkliste", "kommentare", "kommentieren",
    "jetzt abonnieren", "abonnieren", "zum newsletter anmelden", "newsletter abonnieren", "anmelden",
    "e-mail-adresse eingeben", "ihre e-mail-adresse", "bereits abonnent? anmelden", "bereits abonnent? jetzt anmelden",
    "sieh dir diesen beitrag auf instagram an", "externer inhalt", "zum inhalt springen", "schrift größer",
    "écouter l’article", "écouter cet article", "écouter", "partager", "partager l’article", "imprimer", "s’abonner",
    "abonnez-vous", "je m’abonne", "je m’inscris", "s’inscrire", "déjà abonné ? se connecter", "se connecter",
    "votre adresse e-mail", "saisissez votre adresse e-mail", "commenter", "commentaires", "réagir",
    "ajouter à vos favoris", "offrir l’article", "voir cette publication sur instagram", "aller au contenu",
    "enregistrer", "escuchar artículo", "escuchar noticia", "escucha el artículo", "compartir",
    "compartir en facebook", "imprimir", "suscríbete", "suscribirse", "suscribirme", "iniciar sesión",
    "ya eres suscriptor? inicia sesión", "comentarios", "ver comentarios", "introduce tu correo electrónico",
    "tu correo electrónico", "guardar", "ver esta publicación en instagram", "ascolta l’articolo",
    "ascolta questo articolo", "ascolta", "condividi", "stampa", "abbonati", "iscriviti", "accedi",
    "sei già abbonato? accedi", "commenti", "inserisci la tua email", "la tua email", "salva",
    "visualizza questo post su instagram", "ouvir artigo", "ouça este artigo", "ouvir", "partilhar", "compartilhar",
    "assine", "assine já", "inscreva-se", "iniciar sessão", "já é assinante? inicie sessão",
    "já é assinante? faça login", "comentários", "o seu email", "seu e-mail", "ver essa foto no instagram",
    "ver esta publicação no instagram", "luister naar dit artikel", "luister", "delen", "deel dit artikel", "deel",
    "printen", "abonneer", "word abonnee", "inloggen", "al abonnee? log in", "reacties", "reageer",
    "vul je e-mailadres in", "je e-mailadres", "bewaar", "dit bericht op instagram bekijken",
];

/// Starts of short lines without a full stop.
#[rustfmt::skip]
pub const FURNITURE_STARTS: &[&str] = &[
    "forward this to a friend",
    "if you can't see this", "si ce message ne s", "falls diese nachricht",
    "se non visualizzi", "si no puede ver", "se não conseguir visualizar",
    "jetzt weiterlesen", "follow us on", "follow @", "sign up for", "sign up to", "subscribe to", "share this with",
    "download our app",
    "download the app", "get the latest", "get our", "join our", "like us on", "tags:", "filed under", "topics:",
    "image source", "embargoed until", "not for release before", "for immediate release", "more from", "sent from my",
    "email sign-up", "newsletter sign-up", "view this email", "to unsubscribe", "unsubscribe from",
    "already a subscriber?", "already a member?", "already have an account?", "bereits abonnent?", "schon abonnent?",
    "déjà abonné", "ya eres suscriptor", "sei già abbonato", "já é assinante", "al abonnee?", "enter your email",
    "our morning email", "our free email", "our free newsletter", "our weekly newsletter", "our daily newsletter",
    "do you know more?", "got a tip?", "got a story?", "have a tip?", "do you have a story", "haben sie hinweise",
    "folgen sie uns", "suivez-nous sur", "síguenos en", "seguici su", "segui-nos no", "siga-nos no", "volg ons op",
    "melden sie sich für unseren newsletter", "inscrivez-vous à notre newsletter", "recevez notre newsletter",
    "recevez chaque", "recibe nuestra newsletter", "suscríbete a nuestra newsletter", "suscríbete a nuestro boletín",
    "iscriviti alla newsletter", "iscriviti alla nostra newsletter", "assine a nossa newsletter",
    "subscreva a nossa newsletter", "receba a nossa newsletter", "schrijf je in voor", "meld je aan voor",
    "ontvang onze",
];

/// Starts of whole sentences that no story holds.
#[rustfmt::skip]
pub const FURNITURE_SENTENCES: &[&str] = &[
    "unlock the editor’s digest", "unlock the editor's digest", "listening to articles is free",
    "this article was published more than", "this article is more than", "would you like to comment on this article",
    "you can find this story in", "the video will start in", "advertise with", "subscreva gratuitamente",
    "comments on this article are", "comments are closed", "a autora escreve segundo", "o autor escreve segundo",
    "sie möchten diesen newsletter", "this report by the canadian press was first published",
    "to contact the reporter on this story", "to contact the reporters on this story",
    "to contact the editor responsible", "to contact the editors responsible", "sign up for our newsletter",
    "sign up for our daily", "sign up to our newsletter", "forwarded by a friend", "was this email forwarded",
    "was this forwarded", "forwarded this email", "did someone forward", "more stories like this",
    "thanks for reading", "read in browser", "subscribe to our newsletter",
    "our standards: the thomson reuters trust principles", "our standards", "follow us on twitter",
    "follow us on facebook", "get the app", "this material may not be published", "with assistance from",
    "--with assistance", "caution: this email", "caution: this message", "external email",
    "this email originated from outside",
    "warning: this email", "this message originated from outside", "a version of this article appears in print",
    "a version of this article appeared in print",
    "a version of this story appeared in", "a version of this story appears in",
    "this article appeared in the print edition", "this article appeared in the",
    "dieser artikel erschien in der print", "the times is committed to publishing",
    "we’d like to hear what you think about this", "we are committed to publishing a diversity of letters",
    "by signing up you agree", "by signing up, you agree", "by subscribing you agree",
    "this site is protected by recaptcha", "we use google recaptcha", "privacy notice: newsletters may contain",
    "newsletters may contain info about charities", "allow instagram content",
    "this article includes content provided by", "this article contains content provided by",
    "diese inhalte werden ihnen von", "an dieser stelle finden sie", "to view this content",
];

/// Starts of sentences that say why somebody gets a message, and how to get no more; no story holds them.
#[rustfmt::skip]
pub const SUBSCRIPTIONS: &[&str] = &[
    "you are receiving this", "you're receiving this", "you’re receiving this", "you received this email",
    "you received this message", "you are currently subscribed", "this email was sent to", "this e-mail was sent to",
    "this newsletter was sent to", "if you no longer wish to receive", "to unsubscribe", "click here to unsubscribe",
    "manage your subscription", "manage preferences", "update your preferences", "email preferences",
    "um diesen newsletter abzu", "pour vous désabonner", "pour vous désinscrire", "cancelar la suscripción",
];

/// Starts of lines that say which address gets a message; they may stand beside the news.
#[rustfmt::skip]
pub const SUBSCRIBED_ADDRESSES: &[&str] = &[
    "the e-mail address for your subscription", "the email address for your subscription",
    "your subscribed e-mail address", "your subscribed email address",
];

/// Starts of lines that are a footer near the end of a message, and may be anything elsewhere.
#[rustfmt::skip]
pub const FOOTERS: &[&str] = &[
    "you received this", "you have received this", "you are subscribed", "this email was sent", "this e-mail was sent",
    "this message was sent", "this newsletter was sent", "to subscribe", "to be removed", "to remove yourself",
    "if you no longer wish", "if you do not wish", "if you would like to unsubscribe", "to stop receiving",
    "to change your", "unsubscribe", "update your profile", "to opt out", "to opt-out",
    "this sf.net email is sponsored", "do you yahoo", "confidentiality notice", "this e-mail and any",
    "this email and any", "this message and any", "the information contained in this e", "the information in this e",
    "this communication is confidential", "this transmission", "this message is intended only",
    "this e-mail is intended", "this email is intended", "the contents of this e", "disclaimer:", "diese e-mail enth",
    "ce message et toutes", "este mensaje", "abmelden", "se désabonner", "se désinscrire", "darse de baja", "afmelden",
    "disiscriviti",
];

/// Words that only a footer's short lines hold.
#[rustfmt::skip]
pub const WITHIN_FOOTERS: &[&str] = &[
    "unsubscribe", "mailing list", "manage your subscription", "list-unsubscribe", "email preferences",
    "/mailman/listinfo",
];

/// Words that open headings over what press offices, papers and newsletters put about the news.
#[rustfmt::skip]
pub const BOILERPLATE: &[&str] = &[
    "about", "advertisement", "advertising", "sponsor", "sponsored", "contact", "contacts", "contents", "notes",
    "unsubscribe", "subscribe", "subscriptions", "copyright", "disclaimer", "administrivia", "feedback",
    "editor's note", "editor’s note", "note to", "note for", "media contact", "media contacts", "media enquiries",
    "media inquiries", "further information", "further details", "further reading", "background information",
    "background note", "appendix", "in this issue", "from our sponsor", "table of contents", "forward to a friend",
    "join us", "who we are",
];

/// The same where they are the whole heading, or stand before a colon: `Sources say no` is news.
#[rustfmt::skip]
pub const BOILERPLATE_ALONE: &[&str] = &[
    "background", "related", "references", "sources", "comments", "correction", "corrections", "footnotes", "note",
    "further", "media",
];

/// What links to the whole of a piece say or start with.
#[rustfmt::skip]
pub const READ_LINKS: &[&str] = &[
    "read more", "continue reading", "keep reading", "read the rest", "read on", "read article", "read the article",
    "read story", "full story", "full article", "click here to read", "weiterlesen", "mehr lesen", "lire la suite",
    "lire l’article", "lire l'article", "leer más", "seguir leyendo", "sigue leyendo", "continuar leyendo",
    "leggi tutto", "continua a leggere", "continua la lettura", "leia mais", "continuar lendo", "continue a ler",
    "lees verder", "lees meer", "läs mer", "läs hela", "les mer", "læs mere", "lue lisää", "czytaj dalej",
    "czytaj więcej", "číst dál", "читать далее", "читать полностью", "подробнее", "devamını oku", "続きを読む", "阅读全文",
    "더 보기", "اقرأ المزيد",
];

/// What such links say and nothing else: longer lines that start so may lead anywhere.
#[rustfmt::skip]
pub const WHOLE_READ_LINKS: &[&str] = &[
    "read here", "read more here", "read it here", "read full story", "read full article", "read full report",
    "read the full story", "read the full story here", "read the full article", "read the full article here",
    "read the full report", "read the full piece", "read the full text", "read the rest here", "read the story",
    "read the report", "read in full", "read this story", "read this article", "full story here", "full article here",
    "full text", "full report", "the full story", "more here", "see more", "see here", "learn more", "find out more",
    "view article", "view story", "view online", "click here", "click here to read more", "click here for more",
    "click here for the full story", "open article", "go to article", "read now", "read the original",
    "read the original article", "read the original here", "story here",
];

/// Starts of such links that say nothing by themselves.
#[rustfmt::skip]
pub const READ_LINK_STARTS: &[&str] = &[
    "read full", "read the full", "read the whole", "view full", "click here to continue", "click to continue",
    "more at", "read it at", "den vollständigen",
];

/// Labels of links to other pieces; nothing, a colon, a bar or an arrow follows. Those that a paper also
/// uses for something else: a button, keywords.
#[rustfmt::skip]
pub const LINK_LABELS: &[&str] = &[
    "read more", "read", "more", "see more", "watch", "watch live", "watch now", "listen", "listen now", "explore",
    "explore more", "explore more on these topics", "keywords", "topics", "tags", "more on this",
    "more in this section", "latest stories", "up next", "next up", "must read", "further reading",
    "in case you missed it", "icymi", "don't miss", "don’t miss", "also read", "read also", "related story",
    "related article", "related coverage", "read the full statement", "read the full statement here", "editor's picks",
    "editors' picks", "editor’s picks", "lesen sie auch", "lesen sie mehr", "lire aussi", "leer también",
];

/// Such labels that are also headings over links and never anything else.
#[rustfmt::skip]
pub const LINK_HEADINGS: &[&str] = &[
    "related", "related articles", "related stories", "related posts", "related content", "related links",
    "related news", "related topics", "more stories", "more news", "more from", "more on this story",
    "more on this topic", "more coverage", "most read", "most popular", "most viewed", "read next", "recommended",
    "recommended for you", "recommended stories", "you may also like", "you might also like", "you may like",
    "see also", "trending", "trending now", "latest news", "editors picks", "around the web", "popular posts",
    "mehr zum thema", "das könnte sie auch interessieren", "ähnliche artikel", "ähnliche beiträge", "weitere artikel",
    "verwandte artikel", "auch interessant", "articles similaires", "à lire aussi", "sur le même sujet",
    "artículos relacionados", "noticias relacionadas", "te puede interesar", "lees ook", "leggi anche",
];

/// Starts of short blocks of a page that lead away from its article.
#[rustfmt::skip]
pub const LEADING_AWAY: &[&str] = &[
    "read more", "read also", "also read", "click here", "sign up", "subscribe", "follow us", "share this",
    "posted in", "have a tip", "listen to", "download the", "lesen sie auch", "lesen sie mehr", "mehr zum thema",
    "lire aussi", "à lire aussi", "leer también", "leer más", "leggi anche", "lees ook", "image credit", "credit:",
    "source:", "quelle:", "fonte:", "advertisement", "© ", "(c) ",
];

/// First words of blocks that are one link and lead away from the article.
#[rustfmt::skip]
pub const LEADING_AWAY_AS_LINKS: &[&str] = &[
    "read", "see", "watch", "more", "related", "click", "mehr", "lesen", "lire", "leer", "view", "download", "join",
    "follow", "get",
];

/// Whole headings and lines of a page behind which its article is over.
#[rustfmt::skip]
pub const ENDS_OF_ARTICLES: &[&str] = &[
    "comments", "leave a reply", "leave a comment", "about the author", "about the authors", "join the conversation",
    "post navigation", "tags", "kommentare", "schreibe einen kommentar", "kommentar schreiben",
];

/// Whole headings and lines of a page behind which something else stands, and perhaps more of the article.
#[rustfmt::skip]
pub const BOXES: &[&str] = &[
    "share this", "top stories", "sponsored content", "sign up for our newsletter", "subscribe to our newsletter",
    "diesen artikel teilen",
];

/// What reading times start or end with.
#[rustfmt::skip]
pub const READING_TIMES: &[&str] =
&[
    "read", "lesezeit", "de lecture", "de lectura", "di lettura", "leestijd", "leitura",
];

/// Starts of lines, and of what stands behind `©`, that name no holder.
#[rustfmt::skip]
pub const RIGHTS_RESERVED: &[&str] = &[
    "all rights", "alle rechte vorbehalten", "tous droits", "reproduction interdite", "todos los derechos",
    "todos os direitos", "tutti i diritti", "riproduzione riservata", "alle rechten",
];

/// Starts of short lines with numbers that a print of a database or a paper has beside a story.
pub const PAGES_OF_PRINT: &[&str] =
    &["document ", "page ", "continued on page ", "continued from page ", "see page "];

/// Starts of lines that offer a newsletter `in your inbox`; within a story somebody may speak of one.
pub const OFFERS_OF_LETTERS: &[&str] =
    &["get ", "receive ", "have ", "sign up", "the best of", "our "];

/// Editions of a paper, as they stand beside its page.
#[rustfmt::skip]
pub const EDITIONS: &[&str] = &[
    "final edition", "first edition", "late edition", "early edition", "national edition", "city edition",
    "print edition", "main edition",
];

/// Starts of lines that say whom the press may call.
#[rustfmt::skip]
pub const CONTACTS: &[&str] = &[
    "contact:", "contacts:", "media contact", "press contact", "media enquir", "media inquir", "press enquir",
    "press inquir", "press office:", "to contact the reporter", "to contact the editor", "for media enquiries",
    "for media inquiries", "media relations:", "for interviews",
];

/// The same where the line says how, too.
#[rustfmt::skip]
pub const FURTHER_INFORMATION: &[&str] = &[
    "for further information", "for more information", "for further details", "to arrange an interview",
];

/// Social networks, as they are named where a paper asks to be followed or shows what somebody posted.
#[rustfmt::skip]
pub const SOCIAL_NETWORKS: &[&str] = &[
    "facebook", "twitter", "instagram", "tiktok", "bluesky", "whatsapp", "threads", "linkedin", "youtube", "telegram",
    "mastodon", "snapchat",
];

/// Lines where readers are to enter their address.
#[rustfmt::skip]
pub const ADDRESS_FIELDS: &[&str] = &[
    "enter your email address", "enter your email", "enter email address", "email address", "your email address",
    "your email", "e-mail address", "e-mail-adresse eingeben", "ihre e-mail-adresse", "e-mail-adresse",
    "votre adresse e-mail", "votre e-mail", "saisissez votre adresse e-mail", "adresse e-mail",
    "introduce tu correo electrónico", "tu correo electrónico", "correo electrónico", "inserisci la tua email",
    "la tua email", "indirizzo email", "o seu email", "seu e-mail", "endereço de email", "vul je e-mailadres in",
    "je e-mailadres", "e-mailadres",
];

/// Labels of films and sounds that are shown within a story.
#[rustfmt::skip]
pub const FILMS_SHOWN: &[&str] = &[
    "video", "watch", "audio", "podcast", "listen", "in pictures", "gallery", "quiz", "vidéo", "vídeo", "im video",
    "en vidéo", "en video", "guarda il video", "il video", "bekijk", "podcast der woche",
];

/// Headings over the list of what a live blog tells.
#[rustfmt::skip]
pub const HEADINGS_OF_EVENTS: &[&str] = &[
    "key events", "key moments", "key updates", "latest updates", "what’s happened so far",
    "die wichtigsten ereignisse",
    "les moments clés", "lo más destacado", "momenti chiave",
    "momentos-chave", "belangrijkste gebeurtenissen",
];

/// Starts of lines that stand where somebody's post was shown.
#[rustfmt::skip]
pub const EMBEDDED: &[&str] = &[
    "view this post on ", "view this profile on ", "ein beitrag geteilt von ", "une publication partagée par ",
    "una publicación compartida ", "un post condiviso da ", "uma publicação partilhada por ",
    "um post compartilhado por ",
    "een bericht gedeeld door ", "see this post on ", "see this content on ",
];

/// Starts of sentences by which a paper asks to be followed, besides `Follow`.
#[rustfmt::skip]
pub const FOLLOW_ELSEWHERE: &[&str] = &[
    "folgen sie ", "suivez ", "síguenos ", "sigue a ", "seguici ", "segui ", "siga ", "volg ",
];

/// What else stands in the line of an issue.
#[rustfmt::skip]
pub const WORDS_OF_ISSUES: &[&str] = &[
    "vol", "volume", "no", "issue", "edition", "of", "the", "spring", "summer", "autumn", "fall", "winter", "week",
    "new", "series", "part", "number", "nr",
];

/// Kickers over a headline that are no section of the paper: what kind of piece it is, and who may read it.
#[rustfmt::skip]
pub const KICKERS: &[&str] = &[
    "guest essay", "guest column", "guest opinion", "op-ed", "op ed", "opinion & analysis", "the long read",
    "long read", "longread", "the big read", "big read", "the weekend essay", "essay", "column", "columnist",
    "columns", "leader", "leading article", "our view", "editorial board", "the editorial board",
    "letter to the editor", "letters to the editor", "first person", "the view", "viewpoint", "point of view",
    "perspectives", "premium", "subscriber exclusive", "subscribers only", "for subscribers", "subscriber only",
    "subscriber-only", "exclusive for subscribers", "members only", "obituary", "obituaries", "lives", "obit",
    "fact check", "fact-check", "factcheck", "reality check", "q&a", "q & a", "interviews", "in conversation",
    "the interview", "the big interview", "lunch with", "podcast", "video", "photos", "in pictures", "gallery",
    "photo essay", "graphics", "quiz", "crossword", "newsletter", "newsletters", "live", "live blog", "liveblog",
    "breaking news", "developing", "just in", "updated", "update", "latest", "the scoop", "scoop", "exclusives",
    "know more", "the view from", "room for disagreement", "the news", "notable", "investigations",
    "special investigation", "revealed", "watchdog", "in depth", "in-depth", "backgrounder", "explained",
    "explainers", "the explainer", "analysis & opinion", "news analysis", "comment & analysis", "comment is free",
    "book review", "film review", "theatre review", "music review", "tv review", "restaurant review", "match report",
    "sport comment", "sketch", "diary", "dispatch", "dispatches", "letter from", "notebook", "reporter's notebook",
    "reporter’s notebook", "the agenda", "agenda", "cover story", "spotlight", "focus", "in focus", "trending",
    "editor's pick", "editor’s pick", "editors' pick", "must read", "free to read", "sponsored", "advertorial",
    "paid post", "partner content", "press release", "readers' letters", "your letters", "tributes", "court report",
    "local news", "national news", "meinung", "kommentar", "gastbeitrag", "gastkommentar", "leitartikel", "kolumne",
    "glosse", "analyse", "reportage", "porträt", "portrait", "nachruf", "faktencheck", "hintergrund", "exklusiv",
    "liveticker", "live-ticker", "ticker", "eilmeldung", "abo", "nur für abonnenten", "abonnenten", "leserbriefe",
    "politik", "wirtschaft", "gesellschaft", "kultur", "feuilleton", "inland", "ausland", "lokales", "panorama",
    "wissen", "wissenschaft", "finanzen", "medien", "gesundheit", "umwelt", "reise", "rezension", "pressemitteilung",
    "streitgespräch", "dossier", "im fokus", "bildung", "digital", "tribune", "tribunes", "éditorial", "édito",
    "édito du jour", "chronique", "billet", "enquête", "décryptage", "entretien", "grand entretien",
    "le grand entretien", "récit", "nécrologie", "disparition", "vérification", "exclusif", "en direct",
    "réservé aux abonnés", "abonnés", "article réservé aux abonnés", "politique", "économie", "société", "monde",
    "france", "santé", "planète", "sciences", "médias", "faits divers", "courrier des lecteurs", "critique", "opinión",
    "tribuna", "columna", "análisis", "entrevista", "reportaje", "crónica", "perfil", "obituario", "obituarios",
    "verificación", "exclusiva", "en directo", "última hora", "solo para suscriptores", "suscriptores", "política",
    "economía", "sociedad", "cultura", "internacional", "españa", "deportes", "salud", "ciencia", "cartas al director",
    "crítica", "sucesos", "tribunales", "opinioni", "editoriale", "commento", "il commento", "l’analisi",
    "l’intervista", "intervista", "analisi", "inchiesta", "ritratto", "necrologio", "esclusiva", "esclusivo",
    "in diretta", "diretta", "per abbonati", "solo per abbonati", "politica", "economia", "società", "cronaca",
    "esteri", "mondo", "salute", "scienza", "lettere", "recensione", "il caso", "la storia", "lo speciale", "opinião",
    "coluna", "crônica", "reportagem", "análise", "obituário", "exclusivo", "exclusivo assinantes", "ao vivo",
    "em direto", "só para assinantes", "sociedade", "desporto", "esportes", "saúde", "ciência", "mundo",
    "cartas ao diretor", "verificação", "opinie", "commentaar", "hoofdredactioneel commentaar", "achtergrond",
    "profiel", "necrologie", "in memoriam", "exclusief", "alleen voor abonnees", "voor abonnees", "premium-artikel",
    "plus-artikel", "politiek", "economie", "binnenland", "buitenland", "cultuur", "maatschappij", "wetenschap",
    "gezondheid", "ingezonden brieven", "recensie",
];

/// Sections of a paper that stand over a headline.
#[rustfmt::skip]
pub const SECTIONS: &[&str] = &[
    "africa", "americas", "analysis", "arts", "asia", "asia pacific", "asia-pacific", "australia", "books", "breaking",
    "business", "climate", "comment", "commentary", "companies", "culture", "defence", "defense", "diplomacy",
    "economy", "editorial", "education", "energy", "entertainment", "environment", "europe", "exclusive", "explainer",
    "feature", "features", "finance", "foreign affairs", "foreign policy", "geopolitics", "health", "home",
    "indo-pacific", "international", "interview", "investigation", "justice", "law", "letters", "lifestyle", "local",
    "markets", "media", "middle east", "money", "national", "national security", "new zealand", "news", "opinion",
    "opinions", "other news", "pacific", "perspective", "politics", "profile", "property", "regional", "religion",
    "review", "rural", "science", "security", "society", "special report", "sport", "sports", "tech", "technology",
    "top stories", "trade", "transport", "travel", "uk", "uk news", "us", "us news", "us politics", "uk politics",
    "world", "world news",
];

/// Words that papers are named by.
#[rustfmt::skip]
pub const NAMES_OF_PAPERS: &[&str] = &[
    "times", "herald", "post", "news", "guardian", "journal", "tribune", "chronicle", "gazette", "observer",
    "telegraph", "independent", "standard", "mail", "examiner", "courier", "sentinel", "express", "mirror",
    "broadcasting", "radio", "magazine", "newsroom", "newswire", "review", "inquirer", "globe", "sun", "star",
    "ledger", "dispatch", "enquirer", "digger", "advertiser", "argus", "bulletin", "echo", "record", "zeitung",
    "tageszeitung", "tageblatt", "tagblatt", "anzeiger",
    "nachrichten", "rundschau", "kurier", "allgemeine", "tagesspiegel", "volksblatt", "monde", "figaro", "parisien",
    "libération", "dépêche", "diario", "periódico", "vanguardia", "corriere", "gazzetta", "messaggero", "giornale",
    "jornal", "diário", "correio", "gazeta", "folha", "dagblad", "courant", "nieuwsblad", "volkskrant", "telegraaf",
    "avis", "tidende", "dagbladet", "sanomat",
];

/// Words in the name of a newsletter.
#[rustfmt::skip]
pub const NAMES_OF_NEWSLETTERS: &[&str] = &[
    "newsletter", "digest", "briefing", "roundup", "bulletin", "brief", "wrap", "dispatch", "edition", "nieuwsbrief",
    "rundbrief", "infolettre", "boletín", "boletim", "notiziario",
];

/// Headings over the contents of a newsletter; those of an article's own parts are not among them.
#[rustfmt::skip]
pub const CONTENTS_OF_NEWSLETTERS: &[&str] = &[
    "in this email", "in this e-mail", "in this issue", "in this edition", "in this newsletter",
    "in today’s newsletter",
    "in today's newsletter", "in today’s edition", "in today's edition", "in today’s issue", "in today's issue",
    "today’s headlines", "today's headlines", "today’s top stories", "today's top stories", "today in brief",
    "in diesem newsletter", "in dieser ausgabe", "heute im newsletter", "die themen des tages", "dans ce numéro",
    "dans cette édition", "dans cette newsletter", "dans cette lettre", "en este boletín", "en esta edición",
    "en este número", "in questo numero", "in questa edizione", "in questa newsletter", "nesta edição",
    "nesta newsletter", "neste número", "in deze nieuwsbrief", "in deze editie", "in dit nummer",
];

/// Words in the titles of reviews of what papers say.
#[rustfmt::skip]
pub const PRESS_REVIEWS: &[&str] = &[
    "in the papers", "the papers", "press review", "press cuttings", "press digest", "newspaper headlines",
    "what the papers say", "front pages", "media review", "media monitoring", "media summary", "news summary",
    "presseschau", "pressespiegel", "pressestimmen", "revue de presse", "revue de la presse", "revista de prensa",
    "resumen de prensa", "rassegna stampa", "revista de imprensa", "resenha de imprensa", "persoverzicht",
    "krantenoverzicht", "persschau",
];

/// What a newsletter's own words open with.
#[rustfmt::skip]
pub const GREETINGS: &[&str] = &[
    "good morning", "good evening", "good afternoon", "welcome to", "in today", "in this week", "in this issue",
    "dear reader", "hello", "kia ora", "guten morgen", "guten tag", "liebe leser", "bonjour", "bonsoir", "buenos días",
    "buenas tardes", "buongiorno", "bom dia", "boa tarde", "goedemorgen", "goedemiddag",
];

/// What a letter opens with; its case counts.
#[rustfmt::skip]
pub const SALUTATIONS: &[&str] = &[
    "Dear ", "Sir,", "Sir –", "Sehr geehrte", "Madame, Monsieur", "Estimado ", "Estimada ", "Geachte ", "Prezado ",
    "Prezada ",
];

/// Marks under the last line of a press release or a wire story; their case counts.
#[rustfmt::skip]
pub const END_MARKS: &[&str] = &[
    "ENDS", "Ends", "ends", "END", "End", "30", "more", "MORE", "###", "# # #", "##", "0",
];

/// First words of notes by which agencies mark another take of a story; their case counts.
#[rustfmt::skip]
pub const WIRE_NOTES: &[&str] = &[
    "Adds", "Updates", "Recasts", "Corrects", "Repeats", "Refiles", "Rewrites", "New", "Writes", "Releads", "UPDATES",
    "ADDS", "RECASTS",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_stands_twice_in_what_is_asked_together() {
        for lists in [
            &[ADVERTISEMENTS, FURNITURE][..],
            &[FURNITURE_SENTENCES, SUBSCRIPTIONS, SUBSCRIBED_ADDRESSES, FOOTERS],
            &[BOILERPLATE, BOILERPLATE_ALONE],
            &[READ_LINKS, WHOLE_READ_LINKS, READ_LINK_STARTS],
            &[LINK_LABELS, LINK_HEADINGS],
            &[ENDS_OF_ARTICLES, BOXES, LINK_HEADINGS],
            &[CONTACTS, FURTHER_INFORMATION],
        ] {
            let mut words: Vec<&str> = lists.concat();
            words.sort_unstable();
            let twice: Vec<_> = words.windows(2).filter(|pair| pair[0] == pair[1]).collect();
            assert!(twice.is_empty(), "{twice:?}");
            for word in words {
                assert_eq!(word, word.to_lowercase());
            }
        }
    }
}
