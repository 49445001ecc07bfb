package import GeoModel
package import LandRecords
import SafeFiles

extension DataFolder {
    /// How projects are ranked and their progress is counted: this folder's own rules, else the program's.
    /// - Throws: `Fault` where they can't be read.
    package func projectRules() throws(Fault) -> ProjectRules {
        let file = try ownOrProgramFile("priority/projects.json5")
        return try ProjectRules(try DurableFile.json(of: file), named: file)
    }
}
