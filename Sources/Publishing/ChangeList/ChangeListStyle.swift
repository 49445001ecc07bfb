/// How a change list looks: one column on a phone, pictures beside their facts on a screen, two cards on a page of A4.
enum ChangeListStyle {
    static let css: HTML = """
        :root { color-scheme: light; }
        * { box-sizing: border-box; }
        body { margin: 0 auto; padding: 0.8rem; max-width: 66rem; color: #111; background: #fff;
          font: 1rem/1.45 "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC", sans-serif;
          overflow-wrap: anywhere; -webkit-text-size-adjust: 100%; }
        small, [lang=en] { color: #555; font-size: 0.8em; font-weight: normal; }
        h1 { margin: 0; font-size: 1.6rem; line-height: 1.25; }
        h2 { margin: 0 0 0.2rem; font-size: 1.1rem; }
        p { margin: 0.3rem 0; }
        a { color: #0b4f8a; }
        table { border-collapse: collapse; }
        th, td { text-align: left; vertical-align: top; padding: 0.15rem 0.6rem 0.15rem 0; font-weight: normal; }
        .n { text-align: right; white-space: nowrap; }
        .where { font-size: 1.15rem; font-weight: bold; }
        .caveat { border: 2px solid #b00020; padding: 0.4rem 0.6rem; font-weight: bold; }
        .caveat small { display: block; }
        .themes { width: 100%; margin: 0.6rem 0; }
        .themes thead th, .themes tfoot > tr > * { border: solid #999; border-width: 0 0 1px; }
        .themes tfoot > tr > * { border-width: 1px 0 0; font-weight: bold; }
        .themes .chart { width: 40%; padding-right: 0; }
        .themes svg { display: block; width: 100%; height: 1.2rem; }
        .images th { white-space: nowrap; }
        .images th small { display: block; }
        .stamp { display: block; }
        nav { margin: 1rem 0; }
        nav ol { list-style: none; margin: 0; padding: 0; display: grid; gap: 0.15rem 1.2rem;
          grid-template-columns: repeat(auto-fill, minmax(18rem, 1fr)); }
        nav span { border-left: 0.6rem solid; padding-left: 0.3rem; margin-left: 0.3rem; }
        article { border: 1px solid #777; border-left-width: 0.5rem; border-radius: 2px; padding: 0.6rem 0.7rem;
          margin: 0 0 1rem; }
        h2 { display: flex; justify-content: space-between; gap: 0.8rem; }
        .no { font-family: monospace; font-size: 1.05em; margin-right: 0.3rem; }
        .mu { white-space: nowrap; }
        .meta { font-size: 0.85rem; }
        .meta span { display: inline-block; margin-right: 0.8rem; }
        .body { display: grid; gap: 1rem; grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); }
        .pair { display: grid; grid-template-columns: 1fr 1fr; gap: 0.4rem; align-content: start; }
        figure { margin: 0; }
        figure a { position: relative; display: block; color: #111; text-decoration: none; }
        img { display: block; width: 100%; height: auto; background: #ccc; }
        .scale { position: absolute; left: 3%; bottom: 3%; border: solid #000; border-width: 0 2px 2px;
          background: #fff; font-size: 0.7rem; line-height: 1.2; text-align: center; white-space: nowrap;
          print-color-adjust: exact; -webkit-print-color-adjust: exact; }
        figcaption { font-size: 0.75rem; line-height: 1.3; }
        .legend { grid-column: 1 / 3; margin: 0; font-size: 0.75rem; color: #333; }
        .none { margin: 0; padding: 0.6rem; border: 1px dashed #777; font-size: 0.85rem; aspect-ratio: 1; }
        .none small { display: block; }
        .words p { margin: 0 0 0.3rem; white-space: pre-line; }
        .facts { list-style: none; margin: 0.4rem 0 0; padding: 0.3rem 0 0; border-top: 1px solid #ccc;
          columns: 2; column-gap: 1.2rem; font-size: 0.8rem; line-height: 1.4; }
        .facts li { break-inside: avoid; padding: 0.05rem 0 0.05rem 0.8em; text-indent: -0.8em; }
        cite { font-style: normal; color: #555; }
        cite::before { content: "〔"; }
        cite::after { content: "〕"; }
        details { font-size: 0.85rem; }
        nav details { font-size: inherit; }
        .verdict { border-top: 1px solid #777; margin: 0.5rem 0 0; padding-top: 0.5rem; }
        .verdict span { display: inline-block; margin-right: 1rem; }
        .verdict i { display: inline-block; width: 7em; border-bottom: 1px solid #111; margin-left: 0.3em; }
        .verdict .long { width: 11em; }
        .up { font-size: 0.8rem; }
        @media (max-width: 45rem) {
          body { padding: 0.5rem; }
          h1 { font-size: 1.35rem; }
          .body { display: block; }
          .pair { margin-bottom: 0.4rem; }
          .facts { columns: 1; }
          .facts [lang=en] { display: none; }
          h2 small { display: block; }
          .verdict { line-height: 2.2; }
          .themes small { display: block; }
          .themes .chart { width: 22%; }
        }
        @media print {
          @page { size: A4; margin: 11mm; }
          html { font-size: 9.5pt; }
          body { padding: 0; max-width: none; line-height: 1.35; }
          a { color: inherit; text-decoration: none; }
          article { break-inside: avoid; page-break-inside: avoid; margin-bottom: 5mm; padding: 2mm 3mm; }
          .body { grid-template-columns: 118mm minmax(0, 1fr); gap: 3.5mm; }
          .words { font-size: 0.95rem; }
          .words [lang=en] { font-size: 0.72rem; line-height: 1.3; }
          .facts { line-height: 1.3; }
          .facts [lang=en], .verdict [lang=en], .up { display: none; }
          .verdict { padding-top: 3mm; font-size: 1.1rem; }
          .verdict i { width: 24mm; }
          .verdict .long { width: 40mm; }
          nav { break-after: page; }
          nav ol { grid-template-columns: repeat(3, 1fr); font-size: 0.85rem; }
          li { break-inside: avoid; }
        }
        """
}
