package import GeoModel

/// The working days (工作日) of the years whose notices are loaded: Monday to Friday without the days off, and the weekend
/// days on which work is made up. It never guesses: a day of any other year is a fault.
///
/// Days are the bureau's (`Timestamp.bureauDay`). The day on which something begins is not counted, the day on which it
/// ends is (期间开始的当日不计入: 民法典 第二百零一条; 期限以工作日计算: 行政许可法 第八十二条).
package struct WorkingCalendar: Sendable {
    /// The years that are loaded.
    package let years: [Int]
    /// For each year, how many working days lie before each of its days, and before the next year.
    private let counts: [Int: [Int]]
    private let folder: String

    /// The calendar of some years.
    ///
    /// - Parameters:
    ///   - files: A file a year, in any order.
    ///   - folder: Where a year that is missing belongs, for messages.
    /// - Throws: `Fault` where two files are of one year.
    package init(_ files: [CalendarFile], folder: String) throws(Fault) {
        let files = files.sorted { $0.year < $1.year }
        for (one, other) in zip(files, files.dropFirst()) where one.year == other.year {
            throw Fault(
                other.name, zh: "\(other.year) 年已由 \(one.name) 给出。每年只留一个文件。",
                en: "\(one.name) is of \(other.year) too. Keep one file a year.")
        }
        var isWorked: [CalendarDate: Bool] = [:]
        // In the order of the years, so that the later notice has the last word on a December.
        for file in files {
            for day in file.daysOff { isWorked[day] = false }
            for day in file.madeUp { isWorked[day] = true }
        }
        years = files.map(\.year)
        counts = Dictionary(uniqueKeysWithValues: years.map { ($0, Self.counts(of: $0, isWorked)) })
        self.folder = folder
    }

    private static func counts(of year: Int, _ isWorked: [CalendarDate: Bool]) -> [Int] {
        guard let first = CalendarDate(year: year, month: 1, day: 1) else { return [] }
        let length = CalendarDate.length(ofMonth: 2, year: year) + 337
        return (0..<length).reduce(into: [0]) { counts, offset in
            let day = first.advanced(by: offset)
            counts.append((counts.last ?? 0) + (isWorked[day] ?? !day.isWeekend ? 1 : 0))
        }
    }

    /// Whether a day is worked.
    /// - Throws: `Fault` naming the year that is not loaded.
    package func isWorkingDay(_ day: CalendarDate) throws(Fault) -> Bool {
        let (counts, index) = try place(of: day)
        return counts[index + 1] > counts[index]
    }

    /// The number of working days after one day up to and with another; 0 where that is not later.
    /// - Throws: `Fault` naming the first year between them that is not loaded.
    package func workingDays(after start: CalendarDate, through end: CalendarDate) throws(Fault) -> Int {
        let (first, from) = try place(of: start)
        guard end > start else { return 0 }
        var total = -first[from + 1]
        for year in start.year..<end.year { total += try counts(of: year, for: end).last ?? 0 }
        let (last, until) = try place(of: end)
        return total + last[until + 1]
    }

    /// The day that is so many working days after another: the last day of a term of `count` working days.
    /// - Precondition: `count` is 1 or more.
    /// - Throws: `Fault` naming the first year on the way that is not loaded.
    package func day(_ count: Int, workingDaysAfter start: CalendarDate) throws(Fault) -> CalendarDate {
        precondition(count >= 1, "a term has a day at least")
        let (first, index) = try place(of: start)
        // Counted from the first day of the year that is looked at.
        var (year, wanted, table) = (start.year, first[index + 1] + count, first)
        while let total = table.last, total < wanted {
            wanted -= total
            year += 1
            table = try counts(of: year, for: nil)
        }
        guard let behind = table.firstIndex(of: wanted),
            let newYear = CalendarDate(year: year, month: 1, day: 1)
        else { preconditionFailure("a year's counts take every number up to their last") }
        return newYear.advanced(by: behind - 1)
    }

    private func place(of day: CalendarDate) throws(Fault) -> (counts: [Int], index: Int) {
        let counts = try counts(of: day.year, for: day)
        let newYear = CalendarDate(year: day.year, month: 1, day: 1)?.daysSinceEpoch ?? 0
        return (counts, day.daysSinceEpoch - newYear)
    }

    private func counts(of year: Int, for day: CalendarDate?) throws(Fault) -> [Int] {
        if let known = counts[year] { return known }
        let loaded = Bilingual(listing: years.map(String.init))
        let (zhDay, enDay) = (day.map { "（\($0)）" } ?? "", day.map { " (for \($0))" } ?? "")
        throw Fault(
            "\(folder)/\(year).json5",
            zh: "没有 \(year) 年\(zhDay)的工作日历，现有：\(loaded.zh)。请按国务院办公厅当年通知，照其他年份的文件补上。",
            en:
                "there is no calendar of \(year)\(enDay), only of \(loaded.en). Add it after the State Council's "
                + "notice of that year, in the form of the other years' files.")
    }
}
