//! The words of dates in the portal's languages: months, halves of the day, and the small words
//! between the parts. Data and its look-up, no grammar.
//!
//! To add a language, add its line to [`MONTHS`]. A word must mean the same month in every language
//! that has it, because a cell does not say in which language it is; a test checks that.

use std::sync::LazyLock;

use super::clock::Half;
use super::cursor::{Cursor, NOT_A_TIME};
use super::simple::folded;
use crate::order;

/// A language and its months from January to December, each as moment and browsers spell it: short
/// and long, alone and behind a day. Full stops at the end of a word are left out.
///
/// Hebrew has a second line for "in January". Chinese, Japanese, Korean and Vietnamese count their
/// months and need none.
#[rustfmt::skip]
pub(super) const MONTHS: [(&str, &str); 24] = [
    ("en", "jan|january feb|february mar|march apr|april may jun|june jul|july aug|august sep|sept|september oct|october nov|november dec|december"),
    ("de", "jan|jän|januar|jänner feb|februar|feber mrz|mär|märz apr|april mai jun|juni jul|juli aug|august sep|sept|september okt|oktober nov|november dez|dezember"),
    ("fr", "janv|jan|janvier févr|fév|février mars avr|avril mai juin juil|juill|jul|juillet août|aoû septembre|sept|sep octobre|oct novembre|nov décembre|déc"),
    ("es", "ene|enero feb|febrero mar|marzo abr|abril may|mayo jun|junio jul|julio ago|agosto sep|sept|set|septiembre|setiembre oct|octubre nov|noviembre dic|diciembre"),
    ("it", "gen|gennaio feb|febbraio mar|marzo apr|aprile mag|maggio giu|giugno lug|luglio ago|agosto set|settembre ott|ottobre nov|novembre dic|dicembre"),
    ("nl", "jan|januari feb|februari mrt|maart apr|april mei jun|juni jul|juli aug|augustus sep|september okt|oktober nov|november dec|december"),
    ("pt", "jan|janeiro fev|fevereiro mar|março abr|abril mai|maio jun|junho jul|julho ago|agosto set|setembro out|outubro nov|novembro dez|dezembro"),
    ("sv", "jan|januari feb|febr|februari mar|mars apr|april maj jun|juni jul|juli aug|augusti sep|sept|september okt|oktober nov|november dec|december"),
    ("da", "jan|januar feb|februar mar|marts apr|april maj jun|juni jul|juli aug|august sep|sept|september okt|oktober nov|november dec|december"),
    ("nb", "jan|januar feb|februar mar|mars apr|april mai jun|juni jul|juli aug|august sep|sept|september okt|oktober nov|november des|desember"),
    ("fi", "tammi|tammik|tammikuu|tammikuuta helmi|helmik|helmikuu|helmikuuta maalis|maalisk|maaliskuu|maaliskuuta huhti|huhtik|huhtikuu|huhtikuuta touko|toukok|toukokuu|toukokuuta kesä|kesäk|kesäkuu|kesäkuuta heinä|heinäk|heinäkuu|heinäkuuta elo|elok|elokuu|elokuuta syys|syysk|syyskuu|syyskuuta loka|lokak|lokakuu|lokakuuta marras|marrask|marraskuu|marraskuuta joulu|jouluk|joulukuu|joulukuuta"),
    ("pl", "sty|styczeń|stycznia lut|luty|lutego mar|marzec|marca kwi|kwiecień|kwietnia maj|maja cze|czerwiec|czerwca lip|lipiec|lipca sie|sierpień|sierpnia wrz|wrzesień|września paź|październik|października lis|listopad|listopada gru|grudzień|grudnia"),
    ("cs", "led|leden|ledna úno|únor|února bře|březen|března dub|duben|dubna kvě|květen|května čvn|červen|června čvc|červenec|července srp|srpen|srpna zář|září říj|říjen|října lis|listopad|listopadu pro|prosinec|prosince"),
    ("hu", "jan|január feb|febr|február már|márc|március ápr|április máj|május jún|június júl|július aug|augusztus szep|szept|szeptember okt|október nov|november dec|december"),
    ("tr", "oca|ocak şub|şubat mar|mart nis|nisan may|mayıs haz|haziran tem|temmuz ağu|ağustos eyl|eylül eki|ekim kas|kasım ara|aralık"),
    ("ru", "янв|январь|января февр|фев|февраль|февраля мар|март|марта апр|апрель|апреля май|мая июн|июнь|июня июл|июль|июля авг|август|августа сент|сен|сентябрь|сентября окт|октябрь|октября нояб|ноя|ноябрь|ноября дек|декабрь|декабря"),
    ("uk", "січ|січень|січня лют|лютий|лютого бер|берез|березень|березня кві|квіт|квітень|квітня тра|трав|травень|травня чер|черв|червень|червня лип|липень|липня сер|серп|серпень|серпня вер|верес|вересень|вересня жов|жовт|жовтень|жовтня лис|лист|листопад|листопада гру|груд|грудень|грудня"),
    ("he", "ינו|ינואר פבר|פברואר מרץ|מרס אפר|אפריל מאי יונ|יוני יול|יולי אוג|אוגוסט ספט|ספטמבר אוק|אוקטובר נוב|נובמבר דצמ|דצמבר"),
    ("he", "בינו|בינואר בפבר|בפברואר במרץ|במרס באפר|באפריל במאי ביונ|ביוני ביול|ביולי באוג|באוגוסט בספט|בספטמבר באוק|באוקטובר בנוב|בנובמבר בדצמ|בדצמבר"),
    ("ar", "يناير فبراير مارس أبريل|ابريل|إبريل مايو يونيو يوليو أغسطس|اغسطس سبتمبر أكتوبر|اكتوبر نوفمبر ديسمبر"),
    ("el", "ιαν|ιανουάριος|ιανουαρίου φεβ|φεβρουάριος|φεβρουαρίου μαρ|μάρ|μάρτιος|μαρτίου απρ|απρίλιος|απριλίου μαϊ|μάι|μάιος|μαΐου|μαίου ιουν|ιούν|ιούνιος|ιουνίου ιουλ|ιούλ|ιούλιος|ιουλίου αυγ|αύγ|αύγουστος|αυγούστου σεπ|σεπτ|σεπτέμβριος|σεπτεμβρίου οκτ|οκτώβριος|οκτωβρίου νοε|νοέ|νοέμβριος|νοεμβρίου δεκ|δεκέμβριος|δεκεμβρίου"),
    ("ro", "ian|ianuarie feb|febr|februarie mar|mart|martie apr|aprilie mai iun|iunie iul|iulie aug|august sep|sept|septembrie oct|octombrie nov|noiembrie dec|decembrie"),
    ("th", "ม.ค|มกราคม ก.พ|กุมภาพันธ์ มี.ค|มีนาคม เม.ย|เมษายน พ.ค|พฤษภาคม มิ.ย|มิถุนายน ก.ค|กรกฎาคม ส.ค|สิงหาคม ก.ย|กันยายน ต.ค|ตุลาคม พ.ย|พฤศจิกายน ธ.ค|ธันวาคม"),
    ("id", "jan|januari feb|peb|februari|pebruari mar|maret apr|april mei jun|juni jul|juli agu|agt|ags|agustus sep|sept|september okt|oktober nov|nop|november|nopember des|desember"),
];

/// Halves of the day, before the time or behind it.
#[rustfmt::skip]
const HALVES: [(Half, &[&str]); 3] = [
    (Half::Morning, &[
        "am", "a.m.", "a. m.", "ap.", "de.", "dop.", "fm", "sa", "öö", "πμ", "π.μ.", "дп", "לפנה״צ", "ص",
        "오전", "上午", "午前", "凌晨", "清晨", "早上",
    ]),
    (Half::Afternoon, &[
        "pm", "p.m.", "p. m.", "ip.", "du.", "odp.", "em", "ch", "ös", "μμ", "μ.μ.", "пп", "אחה״צ", "م",
        "오후", "下午", "午後", "晚上",
    ]),
    (Half::Noon, &["中午"]),
];

/// What stands for "at" between date and time. The sigma is how [`folded`] leaves it.
#[rustfmt::skip]
const AT: [&str; 18] = [
    "at", "um", "om", "klo", "kl.", "à", "às", "a las", "alle ore", "la", "pukul", "v", "в", "о", "στισ", "בשעה",
    "في", "เวลา",
];

/// What stands between the parts of a date: "26 de mayo de 2026", "26 tháng 5 năm 2026".
const OF: [&str; 3] = ["de", "del", "năm"];

/// What stands for "month" before its number.
const MONTH: [&str; 2] = ["thg", "tháng"];

/// What stands for "year" behind it.
const YEAR: [&str; 4] = ["г.", "г", "р.", "р"];

/// What stands behind hour, minute and second, the first of which tells the others.
const TIME_MARKS: [[&str; 3]; 5] = [
    [":", ":", ""],
    [".", ".", ""],
    [" h ", " min ", " s"],
    ["시 ", "분 ", "초"],
    ["时", "分", "秒"],
];

/// All words of [`MONTHS`], folded and in order, with the number of their month.
static SORTED_MONTHS: LazyLock<Vec<(String, u32)>> = LazyLock::new(|| {
    let mut words: Vec<(String, u32)> = MONTHS
        .iter()
        .flat_map(|(_, months)| months.split(' ').zip(1..))
        .flat_map(|(words, month)| words.split('|').map(move |word| (word, month)))
        .map(|(word, month)| (word.chars().filter_map(folded).collect(), month))
        .collect();
    order::sort_by(&mut words, Ord::cmp);
    words.dedup();
    words
});

/// Takes the word that names a month, with its full stop if it has one.
pub(super) fn month(cursor: &mut Cursor<'_>) -> Result<u32, &'static str> {
    if eat_any(cursor, &MONTH) {
        cursor.skip_spaces();
        return cursor.small();
    }
    let mut word = cursor.run(|byte| !byte.is_ascii_digit() && !b" ,-/:".contains(&byte));
    while let [shorter @ .., b'.'] = word {
        word = shorter;
    }
    let idx = SORTED_MONTHS
        .binary_search_by_key(&word, |(known, _)| known.as_bytes())
        .map_err(|_| NOT_A_TIME)?;
    Ok(SORTED_MONTHS[idx].1)
}

/// The marks of a time of day, by what stands behind its hour.
pub(super) fn time_marks(behind_hour: &[u8]) -> Option<[&'static str; 3]> {
    TIME_MARKS.into_iter().find(|[hour_mark, ..]| behind_hour.starts_with(hour_mark.as_bytes()))
}

/// Takes a half of the day and spaces around it, if there is one.
pub(super) fn half_of_day(cursor: &mut Cursor<'_>) -> Option<Half> {
    let mut ahead = *cursor;
    ahead.skip_spaces();
    let (half, _) = HALVES.iter().find(|(_, words)| eat_any(&mut ahead, words))?;
    ahead.skip_spaces();
    *cursor = ahead;
    Some(*half)
}

/// Takes "at" and spaces behind it, if it is there.
pub(super) fn skip_at(cursor: &mut Cursor<'_>) {
    eat_any(cursor, &AT);
    cursor.skip_spaces();
}

/// Takes spaces, a comma or "of", whichever are there.
pub(super) fn skip_of(cursor: &mut Cursor<'_>) {
    cursor.eat(b',');
    cursor.skip_spaces();
    eat_any(cursor, &OF);
    cursor.skip_spaces();
}

/// Takes "year" behind the number of one, if it is there.
pub(super) fn skip_year(cursor: &mut Cursor<'_>) {
    let mut ahead = *cursor;
    ahead.skip_spaces();
    if eat_any(&mut ahead, &YEAR) {
        *cursor = ahead;
    }
}

/// Takes the first of these words that is there as a word of its own.
fn eat_any(cursor: &mut Cursor<'_>, words: &[&str]) -> bool {
    words.iter().any(|word| {
        let mut ahead = *cursor;
        let there = ahead.eat_text(word)
            && (ahead.rest.is_empty() || b" ,0123456789".contains(&ahead.peek()));
        if there {
            *cursor = ahead;
        }
        there
    })
}

#[cfg(test)]
mod tests {
    use super::super::simple::Simple;
    use super::*;

    #[test]
    fn every_language_has_twelve_months() {
        for (language, months) in MONTHS {
            assert_eq!(months.split(' ').count(), 12, "{language}");
            assert!(months.split([' ', '|']).all(|word| !word.is_empty()), "{language}");
        }
    }

    #[test]
    fn no_word_means_two_months() {
        for pair in SORTED_MONTHS.windows(2) {
            assert_ne!(pair[0].0, pair[1].0);
        }
    }

    #[test]
    fn words_are_as_a_cell_has_them() {
        let halves = HALVES.iter().flat_map(|(_, words)| words.iter());
        let small =
            halves.chain(&AT).chain(&OF).chain(&MONTH).chain(&YEAR).map(|&word| word.into());
        for word in small.chain(SORTED_MONTHS.iter().map(|(word, _)| word.clone())) {
            let simple = Simple::of(word.as_bytes()).unwrap();
            assert_eq!(simple.as_bytes(), word.as_bytes(), "{word}");
        }
    }
}
