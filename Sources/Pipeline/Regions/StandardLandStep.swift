package import GeoModel
package import LandRecords
import SafeFiles

extension DataFolder {
    /// When terms of standard-land agreements count: this folder's own rules, else the program's.
    /// - Throws: `Fault` where they can't be read.
    package func agreementRules() throws(Fault) -> AgreementRules {
        let file = try ownOrProgramFile("standard-land/agreements.json5")
        return try AgreementRules(try DurableFile.json(of: file), named: file)
    }

    /// How enterprises are assessed: this folder's own scheme, else the program's.
    /// - Throws: `Fault` where it can't be read.
    package func enterpriseScheme() throws(Fault) -> EnterpriseScheme {
        let file = try ownOrProgramFile("standard-land/enterprises.json5")
        return try EnterpriseScheme(try DurableFile.json(of: file), named: file)
    }
}
