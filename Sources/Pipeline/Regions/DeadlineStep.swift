import Foundation
package import GeoModel
import SafeFiles
package import WorkQueue

extension DataFolder {
    /// The working days: for every year this folder's own calendar, else the program's.
    /// - Throws: `Fault` where a file can't be read.
    package func workingCalendar() throws(Fault) -> WorkingCalendar {
        var names: Set<String> = []
        for folder in [self, try DataFolder.ofProgram()] {
            let found = (try? FileManager.default.contentsOfDirectory(atPath: folder.path + "/calendars")) ?? []
            names.formUnion(found.filter { $0.hasSuffix(".json5") && !$0.hasPrefix(".") })
        }
        var files: [CalendarFile] = []
        for name in names.sorted() {
            let file = try ownOrProgramFile("calendars/\(name)")
            files.append(try CalendarFile(try DurableFile.json(of: file), named: file))
        }
        return try WorkingCalendar(files, folder: path + "/calendars")
    }

    /// How long cases may stay in a state: this folder's own rules, else the program's.
    /// - Throws: `Fault` where they can't be read.
    package func deadlineRules() throws(Fault) -> DeadlineRules {
        let file = try ownOrProgramFile("loop/deadlines.json5")
        return try DeadlineRules(try DurableFile.json(of: file), named: file)
    }

    /// The kinds of duties: this folder's own, else the program's.
    /// - Throws: `Fault` where they can't be read.
    package func dutyKinds() throws(Fault) -> DutyKinds {
        let file = try ownOrProgramFile("loop/duties.json5")
        return try DutyKinds(try DurableFile.json(of: file), named: file)
    }
}

extension DataFolder {
    /// What is wrong with the data files that the loop stands on: this folder's own, else the program's.
    package func loopFaults() -> [Fault] {
        var faults: [Fault] = []
        func read(_ body: () throws(Fault) -> Void) {
            do throws(Fault) { try body() } catch { faults.append(error) }
        }
        read { () throws(Fault) in _ = try loopCodes() }
        read { () throws(Fault) in _ = try workingCalendar() }
        read { () throws(Fault) in _ = try deadlineRules() }
        read { () throws(Fault) in _ = try dutyKinds() }
        read { () throws(Fault) in _ = try photoRules() }
        read { () throws(Fault) in _ = try placeRules() }
        read { () throws(Fault) in _ = try figureScheme() }
        return faults
    }
}

extension Region {
    /// The cases on the clock on a day, most overdue first.
    ///
    /// - Parameters:
    ///   - day: The day.
    ///   - state: Only those in this state; nil for all.
    ///   - theme: Only those of this theme's code; nil for all.
    ///   - person: Only those that are this person's task; nil for all.
    /// - Returns: The list, with the years whose calendar is missing.
    /// - Throws: `Fault` where the store or a data file can't be read.
    package func dueList(
        on day: CalendarDate, state: CaseState? = nil, theme: String? = nil, person: String? = nil
    ) throws(Fault) -> DueList {
        let cases = try store.casesOnTheClock(theme: theme, person: person, on: day, now: Timestamp.now.bureauDay)
        return DueList(cases, in: state, try data.deadlineRules(), try data.workingCalendar(), on: day)
    }

    /// The clocks of the steps that a case has been through, oldest first; states in which no time counts have none.
    ///
    /// - Parameters:
    ///   - detail: The case.
    ///   - day: The day on which the clocks of the step that it is in are read.
    /// - Returns: The clocks of each step, and the years without a calendar for which some can't be read.
    /// - Throws: `Fault` where a data file can't be read.
    package func clocks(of detail: CaseDetail, on day: CalendarDate) throws(Fault) -> (
        clocks: [StepClocks], faults: [Fault]
    ) {
        let (rules, calendar) = (try data.deadlineRules(), try data.workingCalendar())
        var (clocks, faults): ([StepClocks], [Fault]) = ([], [])
        for step in TimedStep.steps(of: detail.events.map(\.clock)) {
            let rule = rules.limit(step.state, theme: detail.summary.theme, priority: detail.summary.priority)
            guard let rule else { continue }
            do throws(Fault) {
                clocks.append(try StepClocks(step, rule, calendar, on: day))
            } catch  where !faults.contains(where: { $0.object == error.object }) {
                faults.append(error)
            } catch {}
        }
        return (clocks, faults)
    }
}
