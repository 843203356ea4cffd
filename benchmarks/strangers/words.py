"""What the sheets say: words and names in eight languages, and how each writes its figures."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal


@dataclass(frozen=True)
class Tongue:
    """A language with its marks: `1.234,56` has `mark` "," and `gap` "."."""

    code: str
    mark: str
    gap: str
    words: dict[str, str]
    names: dict[str, tuple[str, ...]]

    def __getitem__(self, word: str) -> str:
        return self.words[word]

    def written(self, value: Decimal, decimals: int) -> str:
        exact = abs(value).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
        text = f"{exact:,.{decimals}f}"
        text = text.replace(",", "\0").replace(".", self.mark).replace("\0", self.gap)
        return f"-{text}" if value < 0 and text.strip("0.,") else text


_KEYS = (
    "total subtotal of_which change share male female region plan actual difference rank grade "
    "average highest lowest opening received issued closing year quarter half month cumulated "
    "unallocated rounding weight index eligible voters turnout invalid valid name no assets "
    "liabilities maximum self appraised number unit title source good fair poor price item score "
    "population"
).split()  # fmt: skip
_WORDS = {
    "vi": "Tổng cộng|Cộng|Trong đó|Tăng/giảm (%)|Tỷ trọng (%)|Nam|Nữ|Địa phương|Dự toán|Thực hiện|"
    "Chênh lệch|Xếp hạng|Xếp loại|Trung bình|Cao nhất|Thấp nhất|Tồn đầu kỳ|Nhập trong kỳ|"
    "Xuất trong kỳ|Tồn cuối kỳ|Năm|Quý|6 tháng|Tháng|Lũy kế|Chưa phân bổ|Chênh lệch làm tròn|"
    "Quyền số|Chỉ số|Cử tri|Đã bỏ phiếu|Tỷ lệ bỏ phiếu (%)|Phiếu không hợp lệ|Phiếu hợp lệ|"
    "Tên đơn vị|STT|TÀI SẢN|NGUỒN VỐN|Điểm tối đa|Tự chấm|Thẩm định|Số lượng|"
    "Đơn vị tính: triệu đồng|BẢNG TỔNG HỢP|Nguồn: báo cáo của các đơn vị|Tốt|Khá|Trung bình|"
    "Đơn giá|Chỉ tiêu|Điểm|Dân số",
    "de": "Insgesamt|Zusammen|darunter|Veränderung in %|Anteil in %|männlich|weiblich|Kreis|Ansatz|"
    "Ist|Abweichung|Rang|Note|Durchschnitt|Maximum|Minimum|Anfangsbestand|Zugang|Abgang|"
    "Endbestand|Jahr|Quartal|Halbjahr|Monat|kumuliert|nicht zugeordnet|Rundungsdifferenz|Gewicht|"
    "Index|Wahlberechtigte|Wähler|Wahlbeteiligung in %|ungültig|gültig|Bezeichnung|Nr.|AKTIVA|"
    "PASSIVA|Höchstpunktzahl|Selbsteinschätzung|Prüfung|Anzahl|in Tausend Euro|Übersicht|"
    "Quelle: eigene Erhebung|gut|befriedigend|ausreichend|Preis|Position|Punkte|Bevölkerung",
    "fr": "Total|Sous-total|dont|Évolution (%)|Part (%)|Hommes|Femmes|Département|Budget|Réalisé|"
    "Écart|Rang|Mention|Moyenne|Maximum|Minimum|Stock initial|Entrées|Sorties|Stock final|Année|"
    "Trimestre|Semestre|Mois|Cumul|Non affecté|Écart d'arrondi|Pondération|Indice|Inscrits|Votants|"
    "Participation (%)|Nuls|Exprimés|Libellé|N°|ACTIF|PASSIF|Maximum|Auto-évaluation|Évaluation|"
    "Nombre|en milliers d'euros|Tableau récapitulatif|Source : services de l'État|Bien|"
    "Assez bien|Passable|Prix|Poste|Points|Population",
    "es": "Total|Subtotal|de los cuales|Variación (%)|Peso (%)|Hombres|Mujeres|Provincia|"
    "Presupuesto|Ejecutado|Diferencia|Puesto|Calificación|Media|Máximo|Mínimo|"
    "Existencias iniciales|"
    "Entradas|Salidas|Existencias finales|Año|Trimestre|Semestre|Mes|Acumulado|Sin asignar|"
    "Redondeo|"
    "Ponderación|Índice|Electores|Votantes|Participación (%)|Votos nulos|Votos válidos|"
    "Denominación|"
    "Núm.|ACTIVO|PASIVO|Puntuación máxima|Autoevaluación|Evaluación|Número|En miles de euros|"
    "Cuadro resumen|Fuente: elaboración propia|Notable|Bien|Suficiente|Precio|Partida|Puntos|"
    "Población",
    "pl": "Ogółem|Razem|w tym|Zmiana (%)|Udział (%)|Mężczyźni|Kobiety|Powiat|Plan|Wykonanie|"
    "Różnica|"
    "Miejsce|Ocena|Średnia|Najwyższa|Najniższa|Stan początkowy|Przychód|Rozchód|Stan końcowy|Rok|"
    "Kwartał|Półrocze|Miesiąc|Narastająco|Nieprzypisane|Zaokrąglenie|Waga|Wskaźnik|Uprawnieni|"
    "Głosujący|Frekwencja (%)|Głosy nieważne|Głosy ważne|Wyszczególnienie|Lp.|AKTYWA|PASYWA|"
    "Maksymalna liczba punktów|Samoocena|Ocena komisji|Liczba|w tys. zł|Zestawienie zbiorcze|"
    "Źródło: dane własne|dobra|dostateczna|słaba|Cena|Pozycja|Punkty|Ludność",
    "id": "Jumlah|Subjumlah|di antaranya|Perubahan (%)|Persentase (%)|Laki-laki|Perempuan|"
    "Kabupaten|"
    "Anggaran|Realisasi|Selisih|Peringkat|Predikat|Rata-rata|Tertinggi|Terendah|Saldo awal|Masuk|"
    "Keluar|Saldo akhir|Tahun|Triwulan|Semester|Bulan|Kumulatif|Belum dialokasikan|"
    "Pembulatan|Bobot|"
    "Indeks|Pemilih terdaftar|Pengguna hak pilih|Partisipasi (%)|Suara tidak sah|Suara sah|Uraian|"
    "No.|ASET|KEWAJIBAN|Nilai maksimum|Penilaian mandiri|Penilaian tim|Banyaknya|Juta rupiah|"
    "Rekapitulasi|Sumber: laporan dinas|Baik|Cukup|Kurang|Harga|Pos|Nilai|Penduduk",
    "it": "Totale|Subtotale|di cui|Variazione (%)|Quota (%)|Maschi|Femmine|Provincia|Previsione|"
    "Consuntivo|Scostamento|Posizione|Giudizio|Media|Massimo|Minimo|Giacenza iniziale|Carico|"
    "Scarico|Giacenza finale|Anno|Trimestre|Semestre|Mese|Cumulato|Non attribuito|Arrotondamento|"
    "Peso|Indice|Elettori|Votanti|Affluenza (%)|Voti non validi|Voti validi|Descrizione|N.|ATTIVO|"
    "PASSIVO|Punteggio massimo|Autovalutazione|Valutazione|Numero|Migliaia di euro|"
    "Tavola riassuntiva|Fonte: elaborazione propria|Buono|Discreto|Sufficiente|Prezzo|Voce|Punti|"
    "Popolazione",
    "en": "Total|Subtotal|of which|Change (%)|Share (%)|Male|Female|District|Budget|Outturn|"
    "Variance|"
    "Rank|Grade|Average|Highest|Lowest|Opening balance|Receipts|Issues|Closing balance|Year|"
    "Quarter|"
    "Half-year|Month|Cumulative|Unallocated|Rounding|Weight|Index|Electorate|Ballots cast|"
    "Turnout (%)|Rejected|Valid votes|Name|No.|ASSETS|LIABILITIES|Maximum|Self-assessed|Moderated|"
    "Number|£ thousand|Summary table|Source: returns from councils|Good|Fair|Poor|Price|Item|"
    "Points|"
    "Population",
}  # fmt: skip
_MONTHS = {
    "vi": "|".join(f"Tháng {n}" for n in range(1, 13)),
    "de": "Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember",
    "fr": "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre",
    "es": "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|"
    "diciembre",
    "pl": "styczeń|luty|marzec|kwiecień|maj|czerwiec|lipiec|sierpień|wrzesień|październik|listopad|"
    "grudzień",
    "id": "Januari|Februari|Maret|April|Mei|Juni|Juli|Agustus|September|Oktober|November|Desember",
    "it": "gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|"
    "dicembre",
    "en": "January|February|March|April|May|June|July|August|September|October|November|December",
}  # fmt: skip
_PLACES = {
    "vi": "Thành phố Vinh|Thị xã Cửa Lò|Huyện Nam Đàn|Huyện Diễn Châu|Huyện Quỳnh Lưu|"
    "Huyện Đô Lương|Huyện Tân Kỳ|Huyện Con Cuông|Huyện Kỳ Sơn|Huyện Quế Phong|Huyện Thanh Chương|"
    "Huyện Nghi Lộc|Huyện Yên Thành|Huyện Anh Sơn|Huyện Quỳ Hợp|Huyện Nghĩa Đàn",
    "de": "Celle|Gifhorn|Goslar|Helmstedt|Peine|Verden|Stade|Uelzen|Lüchow-Dannenberg|"
    "Wittmund|Aurich|"
    "Leer|Emsland|Vechta|Cloppenburg|Ammerland",
    "fr": "Ain|Allier|Ardèche|Cantal|Drôme|Isère|Loire|Haute-Loire|Puy-de-Dôme|Rhône|Savoie|"
    "Haute-Savoie|Jura|Doubs|Nièvre|Yonne",
    "es": "Ávila|Burgos|León|Palencia|Salamanca|Segovia|Soria|Valladolid|Zamora|Huesca|"
    "Teruel|Zaragoza|"
    "Cuenca|Toledo|Albacete|Guadalajara",
    "pl": "bialski|biłgorajski|chełmski|hrubieszowski|janowski|krasnostawski|kraśnicki|lubartowski|"
    "lubelski|łęczyński|łukowski|opolski|parczewski|puławski|radzyński|rycki",
    "id": "Cilacap|Banyumas|Purbalingga|Kebumen|Purworejo|Wonosobo|Magelang|Boyolali|Klaten|"
    "Sukoharjo|"
    "Wonogiri|Sragen|Grobogan|Blora|Rembang|Pati",
    "it": "Alessandria|Asti|Biella|Cuneo|Novara|Vercelli|Bergamo|Brescia|Como|Cremona|Lecco|"
    "Lodi|Mantova|"
    "Pavia|Sondrio|Varese",
    "en": "Allerdale|Barrow|Carlisle|Copeland|Eden|South Lakeland|Burnley|Chorley|Fylde|Hyndburn|"
    "Lancaster|Pendle|Preston|Ribble Valley|Rossendale|Wyre",
}  # fmt: skip
_ITEMS = {
    "vi": "Chi lương|Chi hội nghị|Văn phòng phẩm|Sửa chữa tài sản|Mua sắm thiết bị|Công tác phí|"
    "Thông tin liên lạc|Điện nước|Chi đào tạo|Chi khen thưởng|Thuê mướn|Nghiệp vụ chuyên môn|"
    "Nhiên liệu|Chi khác",
    "de": "Personalausgaben|Sachausgaben|Mieten|Energie|Reisekosten|Fortbildung|Bürobedarf|Porto|"
    "Unterhaltung|Zuschüsse|Zinsen|Baumaßnahmen|Fahrzeuge|Sonstiges",
    "fr": "Rémunérations|Fournitures|Loyers|Énergie|Déplacements|Formation|Affranchissement|"
    "Entretien|Subventions|Intérêts|Travaux|Véhicules|Assurances|Divers",
    "es": "Personal|Suministros|Alquileres|Energía|Dietas|Formación|Correos|Mantenimiento|"
    "Subvenciones|Intereses|Obras|Vehículos|Seguros|Otros gastos",
    "pl": "Wynagrodzenia|Materiały|Czynsze|Energia|Podróże służbowe|Szkolenia|Usługi pocztowe|"
    "Remonty|Dotacje|Odsetki|Inwestycje|Pojazdy|Ubezpieczenia|Pozostałe",
    "id": "Gaji pegawai|Alat tulis|Sewa gedung|Listrik dan air|Perjalanan dinas|Pelatihan|"
    "Pos dan giro|"
    "Pemeliharaan|Hibah|Bunga|Konstruksi|Kendaraan|Asuransi|Lain-lain",
    "it": "Personale|Cancelleria|Locazioni|Energia|Missioni|Formazione|Postali|Manutenzione|"
    "Contributi|Interessi|Lavori|Automezzi|Assicurazioni|Altre spese",
    "en": "Employees|Supplies|Rents|Energy|Travel|Training|Postage|Repairs|Grants|Interest|Works|"
    "Vehicles|Insurance|Other running costs",
}  # fmt: skip
_GROUPS = {
    "vi": "Chi thường xuyên|Chi đầu tư|Sự nghiệp giáo dục|Sự nghiệp y tế|Quản lý nhà nước|"
    "Bảo đảm xã hội|Quốc phòng",
    "de": "Allgemeine Verwaltung|Schulen|Soziales|Gesundheit|Bauwesen|Verkehr|Kultur",
    "fr": "Administration générale|Enseignement|Action sociale|Santé|Aménagement|Transports|"
    "Culture",
    "es": "Administración general|Educación|Servicios sociales|Sanidad|Urbanismo|Transporte|"
    "Cultura",
    "pl": "Administracja|Oświata|Pomoc społeczna|Ochrona zdrowia|Gospodarka komunalna|Transport|"
    "Kultura",
    "id": "Pemerintahan umum|Pendidikan|Kesejahteraan|Kesehatan|Pekerjaan umum|Perhubungan|"
    "Kebudayaan",
    "it": "Amministrazione|Istruzione|Servizi sociali|Sanità|Territorio|Trasporti|Cultura",
    "en": "Central services|Schools|Social care|Public health|Planning|Highways|Culture",
}  # fmt: skip


def _split(texts: dict[str, str], code: str) -> tuple[str, ...]:
    return tuple(texts[code].split("|"))


_GAPS = {"fr": "\u00a0", "pl": " ", "en": ","}
TONGUES = {
    code: Tongue(
        code,
        "." if code == "en" else ",",
        _GAPS.get(code, "."),
        dict(zip(_KEYS, _split(_WORDS, code), strict=True)),
        {
            "months": _split(_MONTHS, code),
            "places": _split(_PLACES, code),
            "items": _split(_ITEMS, code),
            "groups": _split(_GROUPS, code),
        },
    )
    for code in _WORDS
}
