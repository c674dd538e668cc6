output "slurm_master" {
  description = "Address of the node slurm-master."
  value       = occi_floating_ip.slurm_master.address
}

output "slurm_worker" {
  description = "Addresses of the instances of the node slurm-worker."
  value       = occi_floating_ip.slurm_worker[*].address
}
