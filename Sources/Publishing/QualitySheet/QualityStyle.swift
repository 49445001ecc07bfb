/// How a sheet on the quality of a pair looks: one column on a phone, one page of A4 on paper.
enum QualityStyle {
    static let css: HTML = """
        :root { color-scheme: light; }
        * { box-sizing: border-box; }
        body { margin: 0 auto; padding: 0.8rem; max-width: 62rem; color: #111; background: #fff;
          font: 0.95rem/1.4 "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC", sans-serif;
          overflow-wrap: anywhere; -webkit-text-size-adjust: 100%; }
        small, [lang=en] { color: #555; font-size: 0.8em; font-weight: normal; }
        h1 { margin: 0; font-size: 1.45rem; line-height: 1.25; }
        h2 { margin: 0.7rem 0 0.25rem; font-size: 1.02rem; border-bottom: 1px solid #999; }
        p { margin: 0.2rem 0; }
        table { border-collapse: collapse; width: 100%; font-size: 0.85rem; }
        th, td { text-align: left; vertical-align: top; padding: 0.1rem 0.5rem 0.1rem 0; font-weight: normal; }
        thead th { border-bottom: 1px solid #bbb; color: #555; }
        .n { text-align: right; white-space: nowrap; }
        .verdict { border: 2px solid #2e7d32; padding: 0.3rem 0.6rem; margin: 0.4rem 0; font-weight: bold; }
        .verdict.look { border-color: #b26a00; }
        .remarks { margin: 0.3rem 0; padding-left: 1.2rem; font-size: 0.85rem; }
        .remarks small { display: block; }
        .figures { display: grid; grid-template-columns: repeat(4, 1fr); gap: 0.4rem; margin: 0.4rem 0; }
        .figures div { border: 1px solid #bbb; padding: 0.25rem 0.5rem; font-size: 0.8rem; }
        .figures b { display: block; font-size: 1.15rem; white-space: nowrap; }
        .pictures { display: grid; grid-template-columns: repeat(3, 1fr); gap: 0.5rem; }
        .two { display: grid; grid-template-columns: 1fr 1fr; gap: 0 1.2rem; }
        figure { margin: 0; }
        figcaption { font-size: 0.75rem; line-height: 1.3; }
        img, svg { display: block; width: 100%; height: auto; }
        svg { max-height: 21rem; }
        .tick { font-size: 9px; fill: #333; }
        .on { font-weight: bold; color: #c2185b; }
        .legend { font-size: 0.75rem; color: #333; }
        @media (max-width: 45rem) {
          body { padding: 0.5rem; }
          .figures { grid-template-columns: 1fr 1fr; }
          .pictures, .two { grid-template-columns: 1fr; }
        }
        @media print {
          @page { size: A4; margin: 10mm; }
          html { font-size: 8.6pt; }
          body { padding: 0; max-width: none; line-height: 1.3; }
          .pictures img { max-height: 82mm; object-fit: contain; object-position: left top; }
          svg { max-height: 52mm; }
          rect, .on { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
          .remarks li:nth-child(n+9) { display: none; }
        }
        """
}
