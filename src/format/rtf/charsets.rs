//! Which character set the bytes of an RTF text are in.

use encoding_rs::{self as sets, Encoding};

/// The character set of a Windows code page (`\ansicpg`, `\cpg`).
pub fn of_code_page(number: i32) -> Option<&'static Encoding> {
    #[rustfmt::skip]
    const PAGES: &[(i32, &Encoding)] = &[
        (1250, sets::WINDOWS_1250), (1251, sets::WINDOWS_1251), (1252, sets::WINDOWS_1252),
        (1253, sets::WINDOWS_1253), (1254, sets::WINDOWS_1254), (1255, sets::WINDOWS_1255),
        (1256, sets::WINDOWS_1256), (1257, sets::WINDOWS_1257), (1258, sets::WINDOWS_1258),
        (874, sets::WINDOWS_874), (932, sets::SHIFT_JIS), (936, sets::GBK), (949, sets::EUC_KR),
        (950, sets::BIG5), (866, sets::IBM866), (10000, sets::MACINTOSH), (65001, sets::UTF_8),
        (10007, sets::X_MAC_CYRILLIC), (54936, sets::GB18030),
    ];
    PAGES.iter().find(|(page, _)| *page == number).map(|(_, set)| *set)
}

/// The character set of a font (`\fcharset`); `None` for the document's own.
pub fn of_font(charset: i32) -> Option<&'static Encoding> {
    #[rustfmt::skip]
    const FONTS: &[(i32, i32)] = &[
        (0, 1252), (77, 10000), (128, 932), (129, 949), (134, 936), (136, 950), (161, 1253),
        (162, 1254), (163, 1258), (177, 1255), (178, 1256), (186, 1257), (204, 1251), (222, 874),
        (238, 1250),
    ];
    let page = FONTS.iter().find(|(font, _)| *font == charset).map(|(_, page)| *page)?;
    of_code_page(page)
}
